"""Everything an installation may set, in one table; README's table and `koppi doctor` are made from it."""

import re
from collections.abc import Mapping

from koppi.site.env import Knob, flag, folder, number, one_of, positive, rising_numbers, text, words

# fmt: off
KNOBS = (
    # What runs here
    Knob("KOPPI_ENV", one_of("demo", "production", "test"), "demo", "what this installation is for; production refuses trial keys and the demo"),
    Knob("KOPPI_DEMO", flag, "0", "1 lets anybody sign in as the demo cast with one click; `./koppi run` sets it, production refuses it"),
    Knob("KOPPI_DATA", folder, "var", "folder of the embedded database and of files, seen from the project's own folder"),
    Knob("KOPPI_JOURNAL", text, "", "folder of the safety journal, best on another disk; empty means `journal` in KOPPI_DATA"),
    Knob("KOPPI_DATABASE_URL", text, "", "`postgres://user:password@host/name`; empty means SQLite in KOPPI_DATA", secret=True),
    # Keys
    Knob("KOPPI_SECRET_KEY", text, "", "signs sessions and links; required in production", secret=True),
    Knob("KOPPI_OLD_SECRET_KEYS", words, "", "former secret keys that still open what they signed", secret=True),
    Knob("KOPPI_AUDIT_KEY", text, "", "seals the audit trail and the safety journal; required in production", secret=True),
    Knob("KOPPI_FIELD_KEY", text, "", "encrypts identity codes and contact data at rest; required in production", secret=True),
    Knob("KOPPI_BACKUP_KEY", text, "", "encrypts backups; keep it elsewhere than the backups", secret=True),
    # The web
    Knob("KOPPI_BIND", text, "127.0.0.1", "address the server listens on"),
    Knob("KOPPI_PORT", positive, "8000", "port the server listens on"),
    Knob("KOPPI_PROCESSES", positive, "1", "server processes"),
    Knob("KOPPI_THREADS", positive, "4", "threads in each server process"),
    Knob("KOPPI_HOSTS", words, "", "host names the site answers to, with commas; empty means this machine only"),
    Knob("KOPPI_PUBLIC_URL", text, "", "address people use, for links in mails; empty means this machine and port"),
    Knob("KOPPI_PROXIES", words, "", "addresses or networks of the proxies in front, whose X-Forwarded-For and -Proto are believed"),
    # Mail
    Knob("KOPPI_SMTP_URL", text, "", "`smtp://user:password@host:587?tls=1`; empty writes mails into KOPPI_DATA/mail", secret=True),
    Knob("KOPPI_MAIL_FROM", text, "Koppi <koppi@localhost>", "sender of mails; a neutral name and domain"),
    Knob("KOPPI_MAIL_TRIES", positive, "10", "times a mail is tried before it waits for a person"),
    # Sign-in
    Knob("KOPPI_OIDC_URL", text, "", "issuer of the staff's OpenID Connect sign-in; empty means none"),
    Knob("KOPPI_OIDC_NAME", text, "OpenID", "name of that sign-in on the button"),
    Knob("KOPPI_OIDC_CLIENT", text, "koppi", "client id there"),
    Knob("KOPPI_OIDC_SECRET", text, "", "client secret there", secret=True),
    Knob("KOPPI_FAMILY_OIDC_URL", text, "", "issuer of the family members' OpenID Connect sign-in; empty means none"),
    Knob("KOPPI_FAMILY_OIDC_NAME", text, "Suomi.fi", "name of that sign-in on the button"),
    Knob("KOPPI_FAMILY_OIDC_CLIENT", text, "koppi", "client id there"),
    Knob("KOPPI_FAMILY_OIDC_SECRET", text, "", "client secret there", secret=True),
    Knob("KOPPI_FAMILY_OIDC_SCOPE", text, "openid profile", "what is asked for there, with spaces"),
    Knob("KOPPI_FAMILY_OIDC_IDENTITY_CLAIM", text, "", "claim that holds the verified identity code; with KOPPI_IDENTITY_CODES it joins a person to their own data, empty means a worker always joins"),
    Knob("KOPPI_FAMILY_OIDC_DAYS", positive, "7", "days a stranger's identification waits for a worker to join it"),
    Knob("KOPPI_WORKER_IDLE_MINUTES", positive, "15", "a worker is signed out after this long without doing anything"),
    Knob("KOPPI_CLIENT_IDLE_MINUTES", positive, "10", "a family member is signed out after this long without doing anything"),
    Knob("KOPPI_SHARED_IDLE_MINUTES", positive, "5", "on a device handed over during a visit somebody is signed out after this long without doing anything"),
    Knob("KOPPI_SHARED_MINUTES", positive, "60", "on such a device nobody but its worker stays signed in longer than this"),
    Knob("KOPPI_LOCK_MINUTES", positive, "60", "minutes a session that was left alone waits behind its lock before it ends"),
    Knob("KOPPI_KNOWN_DEVICE_DAYS", positive, "90", "days a child's own device is known; after that a worker makes a new link"),
    Knob("KOPPI_SESSION_WARNING_MINUTES", positive, "2", "the warning comes this long before"),
    Knob("KOPPI_SESSION_HOURS", positive, "10", "nobody stays signed in longer than this"),
    # The county, its names and numbers
    Knob("KOPPI_COUNTY_NAME_FI", text, "Kaislarannan hyvinvointialue", "name of the county in Finnish"),
    Knob("KOPPI_COUNTY_NAME_SV", text, "Vasstrands välfärdsområde", "name of the county in Swedish"),
    Knob("KOPPI_COUNTY_NAME_EN", text, "Kaislaranta wellbeing services county", "name of the county in English"),
    Knob("KOPPI_COUNTY_PHONE", text, "040 000 0000", "telephone of the county's family services"),
    Knob("KOPPI_COUNTY_SOCIAL_EMERGENCY_PHONE", text, "040 000 0001", "telephone of the social emergency service, day and night"),
    Knob("KOPPI_COUNTY_URGENT_PHONE", text, "112", "number for immediate danger"),
    Knob("KOPPI_COUNTY_MEDICAL_PHONE", text, "116117", "number for urgent medical help"),
    Knob("KOPPI_COUNTY_NOTIFICATION_URL", text, "", "address of the county's own form for a child welfare notification"),
    Knob("KOPPI_COUNTY_CONTACT_FORM_URL", text, "", "address of the county's own form for a contact about need of support"),
    Knob("KOPPI_COUNTY_CHILD_PHONE", text, "116 111", "telephone for children and young people"),
    Knob("KOPPI_COUNTY_VIOLENCE_PHONE", text, "080 005 005", "telephone for whoever meets violence at home"),
    Knob("KOPPI_COUNTY_SUPPORT_EMAIL", text, "koppi@localhost", "where to write when Koppi itself does not work"),
    # Periods
    Knob("KOPPI_REMIND_AFTER_WORKDAYS", rising_numbers, "3,5", "working days after which an unanswered mapping invitation is reminded of"),
    Knob("KOPPI_DEPUTY_AFTER_WORKDAYS", positive, "7", "working days after which the unit's deputy is asked instead"),
    Knob("KOPPI_INVITATION_DAYS", positive, "14", "days in which a mapping invitation takes answers"),
    Knob("KOPPI_ANSWER_WORKDAYS", positive, "5", "working days in which an answer is asked for when the inviter sets no other day"),
    Knob("KOPPI_GUEST_LINK_DAYS", positive, "14", "days a link works for somebody without an account"),
    Knob("KOPPI_LINK_DELETED_AFTER_DAYS", positive, "90", "days after its end until the data of a mapping invitation are deleted; counts stay"),
    Knob("KOPPI_UPLOAD_MB", positive, "12", "megabytes of one request; more is refused before it is read"),
    Knob("KOPPI_PICTURE_MB", positive, "8", "megabytes of a picture before it is drawn anew"),
    Knob("KOPPI_VOICE_MB", positive, "2", "megabytes of a voice note"),
    Knob("KOPPI_VOICE_SECONDS", positive, "120", "seconds after which the recording of a voice note stops"),
    Knob("KOPPI_WAY_IN_DAYS", positive, "7", "days a family member's sign-in link works"),
    Knob("KOPPI_INVITATION_LAPSE_DAYS", positive, "60", "days after which an invitation that nobody closed closes by itself"),
    Knob("KOPPI_RESULT_DAYS", positive, "14", "days the invited may read what came of a mapping invitation"),
    Knob("KOPPI_REASSESS_MONTHS", positive, "3", "months until the situation is looked at again"),
    Knob("KOPPI_REASSESS_REMIND_DAYS", positive, "7", "days before that day the own worker is reminded"),
    Knob("KOPPI_REASSESS_KEPT_DAYS", positive, "30", "days after that day until which a reassessment is still waited for"),
    Knob("KOPPI_PROMISE_WORKDAYS", positive, "1", "working days in which a request for help is answered; counties promise 1 to 3"),
    Knob("KOPPI_OFFICE_OPENS", positive, "8", "hour at which the family centre opens"),
    Knob("KOPPI_OFFICE_CLOSES", positive, "16", "hour at which it closes, and by which the promised answer comes"),
    Knob("KOPPI_EVES_OFF", flag, "1", "1 counts Christmas Eve and Midsummer Eve as days off"),
    Knob("KOPPI_PROMISE_TELL_HOURS", rising_numbers, "1,2,4", "office hours before a promise at which the manager, the deputy and the taker are told"),
    Knob("KOPPI_REQUEST_KEPT_DAYS", positive, "90", "days after its end until the content of a request for help is deleted; counts stay"),
    Knob("KOPPI_REQUESTS_PER_HOUR", positive, "20", "requests for help an hour from one address before they are marked; ten times as many are turned away"),
    Knob("KOPPI_CONSENT_MONTHS", positive, "12", "longest time a consent is proposed for"),
    Knob("KOPPI_PARTNER_DAYS", positive, "90", "days a partner outside the county sees, when no other day is set"),
    Knob("KOPPI_RESTRICTION_REVIEW_DAYS", positive, "7", "days in which a worker looks at a minor's own restriction"),
    Knob("KOPPI_MERGE_UNDO_DAYS", positive, "30", "days a merge of two persons can be undone"),
    Knob("KOPPI_LOOKUPS_PER_DAY", positive, "20", "exact look-ups outside one's own sight that one worker may make in a day"),
    Knob("KOPPI_LOG_ANSWER_WORKDAYS", positive, "5", "working days in which a question about a look is answered"),
    Knob("KOPPI_LOG_SAMPLE_PERCENT", positive, "1", "share of a week's looks drawn for checking, in per cent"),
    Knob("KOPPI_LOG_MANY_FAMILIES", positive, "40", "families looked at by one worker in a day from which on it is listed as unusual"),
    Knob("KOPPI_DRAFT_DAYS", positive, "30", "days an unfinished form is kept"),
    Knob("KOPPI_SEAL_GRACE_MINUTES", positive, "240", "minutes the audit trail may stay unsealed before content closes"),
    # What is switched on
    Knob("KOPPI_ANONYMOUS_REQUESTS", flag, "1", "1 lets people ask for help without name and contact data"),
    Knob("KOPPI_IDENTITY_CODES", flag, "0", "1 lets workers record personal identity codes, encrypted"),
    Knob("KOPPI_LEGAL_GROUND_WITHOUT_CONSENT", flag, "1", "1 lets entitled workers share on a named legal ground without consent"),
    Knob("KOPPI_PAGE_ROWS", positive, "25", "rows on one page of a list"),
    Knob("KOPPI_LOG_LEVEL", one_of("info", "warning", "error"), "info", "from what on things are logged; `./koppi run` sets warning"),
    Knob("KOPPI_SLOW_REQUEST_MS", number, "2000", "requests slower than this are logged as warnings; 0 means never"),
)


def shown(environ: Mapping[str, str]) -> dict[str, str]:
    """Return each knob as it stands in the environment or by default; secrets only as set or not."""
    values = {knob.name: environ.get(knob.name) or knob.default for knob in KNOBS}
    for knob in KNOBS:
        if knob.secret and (values[knob.name] or environ.get(f"{knob.name}_FILE")):
            values[knob.name] = "(set)"
    return values


def table() -> str:
    """Return the table of settings as it stands in README.md."""
    rows = [f"| `{knob.name}` | {f'`{knob.default}`' if knob.default else ''} | {knob.meaning} |" for knob in KNOBS]
    return "\n".join(["| setting | default | what it does |", "| --- | --- | --- |", *rows])


def with_table(text: str) -> str:
    """Return the text with the table as it is now between its two marks."""
    marked = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)
    return marked.sub(lambda _: f"\n{table()}\n\n", text)
