#!/usr/bin/env bash
# The documented flow with curl and jq: submit, follow polling_url as it stands, download unsigned_urls[0] with the key.
set -euo pipefail
base=$1
model=${2:-google/veo-3.1-lite}
key='Authorization: Bearer sk-or-v1-client-program'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

jq -n --arg model "$model" '{model: $model, prompt: "A paper boat on a puddle", duration: 4, resolution: "720p",
  aspect_ratio: "16:9", generate_audio: false}' >"$folder/request.json"
curl -sS --fail-with-body --max-time 600 -H "$key" -H 'Content-Type: application/json' --data-binary "@$folder/request.json" \
  "$base/videos" >"$folder/job.json"
poll=$(jq -er .polling_url "$folder/job.json")

for _ in $(seq 3000); do
  curl -sS --fail-with-body --max-time 600 -H "$key" "$poll" >"$folder/job.json"
  case $(jq -r .status "$folder/job.json") in
    completed) break ;;
    failed | cancelled | expired) echo "job $(jq -c . "$folder/job.json")" >&2; exit 1 ;;
  esac
  sleep 0.1
done

curl -sS --fail --max-time 600 -L -H "$key" "$(jq -er '.unsigned_urls[0]' "$folder/job.json")" >"$folder/video.mp4"
jq -c --argjson bytes "$(wc -c <"$folder/video.mp4")" --arg box "$(head -c 8 "$folder/video.mp4" | tail -c 4)" \
  '{jobId: .id, costUsd: .usage.cost, bytes: $bytes, firstBox: $box}' "$folder/job.json"
