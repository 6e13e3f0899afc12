"""The family at a glance (perhe yhdellä silmäyksellä): one neutral picture on one page."""
