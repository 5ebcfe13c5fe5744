"""Some minutes later: what a killed worker left is old enough for the next one to pick up."""

import sys

import django


def main() -> None:
    django.setup()
    from django.db import connection

    from yankao.kernel.notices.jobs import push_waiting, requeue_stalled

    minutes = int(sys.argv[1])
    columns = {
        "notices_delivery": ["claimed_at"],
        "notices_notice": ["next_try_at"],
        "procrastinate_workers": ["last_heartbeat"],
        "procrastinate_jobs": ["scheduled_at"],
    }
    with connection.cursor() as cursor:
        for table, names in columns.items():
            moved = ", ".join(f"{name} = {name} - interval '{minutes} minutes'" for name in names)
            cursor.execute(f"UPDATE {table} SET {moved}")
    requeue_stalled.configure(queueing_lock=None).defer(timestamp=0)
    push_waiting.configure(queueing_lock=None).defer(timestamp=0)


if __name__ == "__main__":
    main()
