#!/usr/bin/env bash
# Exits 0 while none of the shop's alarms is on: what a rollout goes on by. Those that only scale a service are on whenever there is
# little to do; what tells them apart is that nobody is told.
set -euo pipefail
on=$(aws cloudwatch describe-alarms --alarm-name-prefix order-saga- --state-value ALARM \
  --query "MetricAlarms[?AlarmActions[?ends_with(@, ':order-saga-alarms')]].AlarmName" --output text)
if [[ -n "$on" ]]; then
  echo "alarms: $on" >&2
  exit 1
fi
