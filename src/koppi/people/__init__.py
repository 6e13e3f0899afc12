"""People, posts, units and organisations, and the Viewer: who looks, from which post, when."""
