"""What `./koppi help` lists: the whole of what Koppi can be asked to do. Standard library only."""

COMMANDS = {
    "Try it out": {
        "run": "make everything ready, tell the demo story, serve it and print who can sign in",
        "demo": "tell the demo story and make a county: [--scale S] [--seed N] [--map FILE] [--check]",
    },
    "Look after an installation": {
        "serve": "serve the pages",
        "worker": "send mails, reminders and whatever falls due, until stopped",
        "tick": "do once what is due: [--at TIME]",
        "migrate": "bring the database to this version",
        "createadmin": "make the county and its first administrator: NAME --email ADDRESS",
        "backup": "copy everything into one file, also while people work: [FILE]",
        "restore": "bring a backup back; what has been taken away since stays taken away: FILE",
        "audit": "audit verify: look for changed, removed or reordered entries in the trail",
        "try_again": "let the jobs and mails that were given up be tried once more",
        "doctor": "settings and health, with hints",
        "routes": "every address, what it needs and what it audits: [--json]",
    },
    "Change Koppi": {
        "test": "all tests: [--fast] [--sqlite | --postgres | --browser] [arguments of pytest]",
        "check": "style, types, contracts, templates, migrations, translations, dependencies",
        "fix": "mend what check can mend by itself",
        "bench": "measure the pages against their targets",
        "check_messages": "are the Swedish and English texts complete, are the words neutral",
        "compile_messages": "make the translations readable for the server",
    },
}


def help_text(name: str = "./koppi") -> str:
    """Return the list as it is printed."""
    lines = ["Koppi: everybody around a child or a family, together.", ""]
    for title, commands in COMMANDS.items():
        lines += [title, *(f"  {name} {command:17} {meaning}" for command, meaning in commands.items()), ""]
    lines.append(f"Anything else goes to Django: {name} shell, {name} createsuperuser …")
    return "\n".join(lines)
