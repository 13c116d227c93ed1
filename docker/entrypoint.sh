#!/bin/sh
# Turns YIWANG_X_FILE=/run/secrets/x into YIWANG_X, then becomes `yiwang "$@"`.
# A secret in a file is not in `docker inspect`, nor in the compose file.
set -eu

for name in $(env | sed -n 's/^\(YIWANG_[A-Z0-9_]*\)_FILE=.*/\1/p'); do
    eval "path=\$${name}_FILE"
    if [ ! -r "$path" ]; then
        echo "${name}_FILE: $path is missing or may not be read" >&2
        exit 2
    fi
    export "$name=$(cat "$path")"
    unset "${name}_FILE"
done

exec yiwang "$@"
