"""Before the first page: the tables and, on one's own machine, the demo newsroom; one process."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])

    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if "--demo" in sys.argv and settings.LOOPBACK_SITE:
        call_command("demo")
