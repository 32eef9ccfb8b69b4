#!/bin/sh
# Builds Pulumi's CLI and the language hosts of Python and YAML from their Go modules into the folder $1.
# language_host.py goes in front of the host; the program that uses it puts it there.
# A run that was interrupted leaves nothing that looks finished: the folder appears at the end.
set -eu
into=$1
here=$(cd "$(dirname "$0")" && pwd)
unfinished="$into.unfinished"
rm -rf "$unfinished"
mkdir -p "$unfinished/bin"

cd "$here"
version=$(go list -m -f '{{.Version}}' github.com/pulumi/pulumi/pkg/v3)
go build -trimpath -ldflags "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=$version" -o "$unfinished/bin/pulumi" github.com/pulumi/pulumi/pkg/v3/cmd/pulumi
sdk=$(go list -m -f '{{.Dir}}' github.com/pulumi/pulumi/sdk/v3)
# How the host starts a program comes with the SDK's module, of the CLI's version.
cp "$sdk/python/cmd/pulumi-language-python-exec" "$unfinished/bin/"
chmod 755 "$unfinished/bin/pulumi-language-python-exec"

cd "$here/python"
go build -trimpath -o "$unfinished/bin/language-host" \
	github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python
cd "$here/yaml"
go build -trimpath -o "$unfinished/bin/pulumi-language-yaml" \
	github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml
rm -rf "$into"
mv "$unfinished" "$into"
