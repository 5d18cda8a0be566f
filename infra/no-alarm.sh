#!/usr/bin/env bash
# Exits 0 while none of the shop's alarms is on: what a rollout goes on by.
set -euo pipefail
on=$(aws cloudwatch describe-alarms --alarm-name-prefix order-saga- --state-value ALARM \
  --query 'MetricAlarms[].AlarmName' --output text)
if [[ -n "$on" ]]; then
  echo "alarms: $on" >&2
  exit 1
fi
