#!/usr/bin/env bash
# Exits 0 while none of the shop's alarms is on that wakes somebody: what a rollout goes on by. Those that only scale a service are on
# whenever there is little to do, and a ticket may be as old as it likes.
set -euo pipefail
on=$(aws cloudwatch describe-alarms --alarm-name-prefix order-saga- --state-value ALARM \
  --query "MetricAlarms[?AlarmActions[?ends_with(@, ':order-saga-alarms')]].AlarmName" --output text)
if [[ -n "$on" ]]; then
  echo "alarms: $on" >&2
  exit 1
fi
