"""The pages of enterprises and of acting for them, in the table of pages."""

from sanic import Blueprint

from mobile_api.web.citizen.enterprises import (
    acting_pages,
    appointment_pages,
    clerk_pages,
    company_pages,
)

_READ = ("GET", "HEAD")


def add_to(pages: Blueprint) -> None:
    """Add them; called once, by the table."""
    pages.add_route(acting_pages.show_acting, acting_pages.ACTING, methods=_READ)
    pages.add_route(acting_pages.choose_acting, acting_pages.ACTING, methods=["POST"])
    pages.add_route(company_pages.show_companies, company_pages.COMPANIES, methods=_READ)
    pages.add_route(company_pages.claim_company, company_pages.COMPANIES, methods=["POST"])
    pages.add_route(company_pages.show_company, company_pages.ONE, methods=_READ)
    pages.add_route(company_pages.show_activity, company_pages.ACTIVITY, methods=_READ)
    pages.add_route(clerk_pages.choose_items, clerk_pages.ITEMS, methods=_READ)
    pages.add_route(clerk_pages.show_invitation, clerk_pages.NEW, methods=_READ)
    pages.add_route(clerk_pages.invite_clerk, clerk_pages.NEW, methods=["POST"])
    pages.add_route(clerk_pages.ask_revocation, clerk_pages.REVOKE, methods=_READ)
    pages.add_route(clerk_pages.revoke_clerk, clerk_pages.REVOKE, methods=["POST"])
    _add_appointments(pages)


def _add_appointments(pages: Blueprint) -> None:
    every, accept = appointment_pages.APPOINTMENTS, appointment_pages.ACCEPT
    pages.add_route(appointment_pages.show_appointments, every, methods=_READ)
    pages.add_route(appointment_pages.back_to_appointments, accept, methods=_READ)
    pages.add_route(appointment_pages.accept_appointment, accept, methods=["POST"])
    pages.add_route(appointment_pages.ask_giving_up, appointment_pages.GIVE_UP, methods=_READ)
    pages.add_route(
        appointment_pages.give_up_appointment, appointment_pages.GIVE_UP, methods=["POST"]
    )
