#!/bin/sh
# Sends one order and, in the same batch, a return of half of it.
# MINGSHAN_URL: address of the site, MINGSHAN_KEY: your key ("ms_test_…" to try).
set -eu

number="A-$(date +%s)-$$"
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)

curl --silent --show-error --fail-with-body --retry 5 \
  --header "Authorization: Bearer $MINGSHAN_KEY" \
  --header "Content-Type: application/json" \
  --header "Idempotency-Key: $number" \
  --data @- "$MINGSHAN_URL/api/v1/consumption-events" <<JSON
{
  "events": [
    { "orderNo": "$number", "type": "order", "amountFen": 3650, "occurredAt": "$now" },
    { "orderNo": "$number-R", "type": "return", "amountFen": 1825, "occurredAt": "$now", "returnOf": "$number" }
  ]
}
JSON
