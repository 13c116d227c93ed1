#!/bin/sh
# A citizen's case by curl, from a question to "accepted", on the stack of `make run`. Run it beside the stack, in the
# same folder: `sh docs/first-calls.sh`. DATA names the stack's folder where it is not .yiwang. Tests run this file.
set -eu
DATA=${DATA:-.yiwang}
JSON='content-type: application/json'
# field NAME...: a value out of the JSON on standard input, such as `field messages -1 params code`.
field() { python3 -c 'import json, sys
value = json.load(sys.stdin)
for name in sys.argv[1:]: value = value[int(name) if name.lstrip("-").isdigit() else name]
print(value)' "$@"; }
API=$(field api < "$DATA/stack.json")
SMS=$(field simulators sms < "$DATA/stack.json")

# Without signing in: search in one's own words, read a guide.
curl -fsS -G "$API/api/v1/search" --data-urlencode 'q=护照快到期了怎么换' | field hits 0 name
curl -fsS "$API/api/v1/guides/passport" | field guide name

# Sign in by a code, which the simulator of SMS has "received". One code a minute for a number.
PHONE=${PHONE:-139$(date +%s | tail -c 9)}
TICKET=$(curl -fsS "$API/api/v1/phone-codes" -H "$JSON" -d "{\"phone\":\"$PHONE\",\"purpose\":\"sign_in\"}" | field code_ticket)
CODE=$(curl -fsS "$SMS/_simulator/inbox?phone=$PHONE" | field messages -1 params code)
TOKEN=$(curl -fsS "$API/api/v1/sessions/phone" -H "$JSON" \
  -d "{\"phone\":\"$PHONE\",\"code\":\"$CODE\",\"code_ticket\":\"$TICKET\"}" | field access_token)
ME="Authorization: Bearer $TOKEN"
curl -fsS -X PUT "$API/api/v1/me/real-name" -H "$ME" -H "$JSON" \
  -d "{\"name\":\"张示范\",\"id_number\":\"370000199003070018\",\"phone\":\"$PHONE\"}" | field name_masked

# A draft, filled in.
CASE=$(curl -fsS "$API/api/v1/cases" -H "$ME" -H "$JSON" \
  -d '{"item_key":"passport","situation":{"situation":"renewal","holder-age":"adult","state-worker":"no"}}' | field id)
curl -fsS -X PATCH "$API/api/v1/cases/$CASE" -H "$ME" -H "$JSON" \
  -d '{"form":{"name-in-pinyin":"ZHANG SHIFAN"},"delivery":{"kind":"pick_up"}}' | field status_name

# One picture for both materials: a ticket first, then the form that the ticket describes, then "complete".
PICTURE=$(mktemp)
curl -fsS -o "$PICTURE" "$API/api/v1/guides/passport/qr.png"
DIGEST=$(sha256sum "$PICTURE" | cut -d ' ' -f 1)
TICKET=$(curl -fsS "$API/api/v1/uploads" -H "$ME" -H "$JSON" -d "{\"name\":\"photo.png\",\"media_type\":\"image/png\",
  \"size\":$(wc -c < "$PICTURE"),\"sha256\":\"$DIGEST\"}")
FILE=$(echo "$TICKET" | field file id)
echo "$TICKET" | python3 -c 'import json, sys
ticket = json.load(sys.stdin)["ticket"]
print("url = \"%s\"" % ticket["url"])
for name, value in ticket["fields"].items(): print("form-string = \"%s=%s\"" % (name, value))' |
  curl -fsS -K - -F "file=@$PICTURE;type=image/png;filename=photo.png" > /dev/null
rm "$PICTURE"
curl -fsS -X POST "$API/api/v1/uploads/$FILE/complete" -H "$ME" > /dev/null
until [ "$(curl -fsS "$API/api/v1/uploads/$FILE" -H "$ME" | field state)" = clean ]; do sleep 1; done
for MATERIAL in exit-entry-photo old-passport; do
  curl -fsS -X PUT "$API/api/v1/cases/$CASE/materials/$MATERIAL" -H "$ME" -H "$JSON" -d "{\"file_ids\":[\"$FILE\"]}" > /dev/null
done
curl -fsS -X POST "$API/api/v1/cases/$CASE/submit" -H "$ME" -H "Idempotency-Key: $CASE" | field number

# The counter: two people, for one passes the pre-review and another accepts.
staff() {
  PASSWORD=$(field "$1" < "$DATA/demo-accounts.json")
  curl -fsS "$API/staff/v1/sessions" -H "$JSON" -d "{\"username\":\"$1\",\"password\":\"$PASSWORD\"}" | field access_token
}
curl -fsS -X POST "$API/staff/v1/cases/$CASE/pass-pre-review" -H "Authorization: Bearer $(staff crj-reviewer)" | field status_name
curl -fsS -X POST "$API/staff/v1/cases/$CASE/accept" -H "Authorization: Bearer $(staff crj-front-desk)" | field status_name
