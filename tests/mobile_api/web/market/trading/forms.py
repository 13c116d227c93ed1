"""The forms of public trading, as their routes are written."""

_COMPLAINTS = "/me/complaints"
_ABOUT = f"{_COMPLAINTS}/about/{{notice_id}}"
FORMS = {
    _ABOUT,
    f"{_ABOUT}/files",
    f"{_ABOUT}/files/{{file_id}}",
    f"{_COMPLAINTS}/{{complaint_id}}/withdraw",
    "/me/agency/controls",
    "/me/expert/avoided",
    "/me/expert/seats/{seat_id}/decline",
    "/me/expert/seats/{seat_id}/scores",
}
