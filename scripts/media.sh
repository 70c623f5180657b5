#!/bin/sh
# Remakes src/sandbox/media/: two seconds of moving colours for each aspect ratio, H.264 baseline, playable in every browser.
# Needs ffmpeg with libx264. The files are committed, so that nobody needs it to use the sandbox.
set -eu
cd "$(dirname "$0")/.."
mkdir -p src/sandbox/media
make_video() {
  ffmpeg -y -loglevel error -f lavfi -i "gradients=size=$2:rate=12:duration=2:nb_colors=4:c0=0x364fc7:c1=0x1098ad:c2=0xf06595:c3=0xffd43b:seed=7:speed=0.03" \
    -c:v libx264 -profile:v baseline -pix_fmt yuv420p -preset veryslow -crf 34 -x264-params "keyint=24:scenecut=0" \
    -map_metadata -1 -fflags +bitexact -flags:v +bitexact -movflags +faststart "src/sandbox/media/$1.mp4"
}
make_video 16x9 320x180
make_video 9x16 180x320
make_video 1x1 240x240
wc -c src/sandbox/media/*.mp4
