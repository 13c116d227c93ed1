"""`yiwang add-staff`, `dismiss-staff`, `reinstate-staff`: no duty of staff manages staff."""

import sys
from collections.abc import Awaitable, Callable

import click

from mobile_api.accounts.staff import service as staff
from mobile_api.accounts.staff.errors import StaffFault
from mobile_api.accounts.staff.service import Done
from mobile_api.shared.callers import StaffRole
from mobile_api.shared.database import DATABASE, in_transaction
from mobile_api.shared.process.command_line import run_with
from mobile_api.shared.process.parts import Parts

_REASON = click.option("--reason", required=True, help="Why; it stands in the audit record.")


@click.command("add-staff")
@click.argument("username")
@click.option("--display-name", required=True, help="Name shown to colleagues.")
@click.option("--department", required=True, help="Key of the department in the catalogue.")
@click.option("--role", "roles", multiple=True, required=True, help="May be given several times.")
@click.password_option(help="Asked for when not given.")
def add_staff(
    username: str, display_name: str, department: str, roles: tuple[str, ...], password: str
) -> None:
    """Create a member of staff, or replace password, department and roles.

    Whoever is signed in as that member is out at once.
    """
    unknown = sorted(set(roles) - {role.value for role in StaffRole})
    if unknown:
        raise click.UsageError("no such role; known: " + ", ".join(StaffRole))
    duties = [StaffRole(role) for role in roles]
    _do(
        lambda _: staff.add_staff(
            username, password, display_name=display_name, department_key=department, roles=duties
        )
    )


@click.command("dismiss-staff")
@click.argument("username")
@_REASON
def dismiss_staff(username: str, reason: str) -> None:
    """Let a member of staff in no more; whoever is signed in as that member is out at once."""

    async def work(_: Parts) -> Done:
        async with in_transaction():
            return await staff.dismiss(username, reason=reason)

    _do(work)


@click.command("reinstate-staff")
@click.argument("username")
@_REASON
def reinstate_staff(username: str, reason: str) -> None:
    """Let who was dismissed sign in again, with the password, department and roles of before."""

    async def work(_: Parts) -> Done:
        async with in_transaction():
            return await staff.reinstate(username, reason=reason)

    _do(work)


def _do(work: Callable[[Parts], Awaitable[Done]]) -> None:
    try:
        done = run_with(DATABASE, work=work)
    except StaffFault as fault:
        sys.exit(f"yiwang: {fault}")
    member = done.member
    roles = ", ".join(sorted(member.roles))
    click.echo(
        f"{member.username} ({member.display_name}) {done.deed}: department "
        f"{member.department_key}, roles {roles}; {done.ended} sessions ended"
    )
