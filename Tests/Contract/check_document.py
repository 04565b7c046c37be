"""Holds openapi/openapi.yaml to itself: its schemas are schemas, and every example fits the schema beside it.

    check_document.py DOCUMENT.yaml [SERVED.json]

SERVED.json is the document as the gateway converted it, which has to say the same.
"""

import json
import sys
from pathlib import Path

import jsonschema_rs
import yaml

METHODS = ("get", "put", "post", "delete", "patch")


class Document:
    """An OpenAPI document whose examples are checked, and what is wrong with it."""

    def __init__(self, content):
        self.content = content
        self.faults = []
        self.examples = 0

    def resolve(self, node):
        """What a node is, once its reference is followed."""
        while isinstance(node, dict) and "$ref" in node:
            target = self.content
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def validate(self, schema, value, where):
        """Notes how a value breaks a schema."""
        self.examples += 1
        rooted = {"allOf": [schema], "components": self.content["components"]}
        validator = jsonschema_rs.Draft202012Validator(rooted, validate_formats=True)
        for error in validator.iter_errors(value):
            path = "/".join(str(part) for part in error.instance_path)
            self.faults.append(f"{where}: at '{path}': {error.message}")

    def check(self):
        """Checks everything that can hold an example."""
        for name, schema in self.content["components"]["schemas"].items():
            if not jsonschema_rs.meta.is_valid({"$schema": DIALECT, **schema}):
                self.faults.append(f"components/schemas/{name}: is not a JSON Schema")
        for path, item in self.content["paths"].items():
            for method in METHODS:
                if method in item:
                    parameters = item.get("parameters", []) + item[method].get("parameters", [])
                    self.check_operation(f"{method.upper()} {path}", item[method], parameters)

    def check_operation(self, where, operation, parameters):
        """Checks the examples of an operation, each part of which has to have some."""
        for parameter in map(self.resolve, parameters):
            if "example" in parameter:
                self.validate(parameter["schema"], parameter["example"], f"{where}: {parameter['name']}")
        if "requestBody" in operation:
            self.check_content(f"{where}: body", self.resolve(operation["requestBody"])["content"])
        for status, response in operation["responses"].items():
            response = self.resolve(response)
            for name, header in response.get("headers", {}).items():
                header = self.resolve(header)
                self.validate(header["schema"], header["example"], f"{where}: {status}: {name}")
            if "content" in response:
                expected = None if status == "default" else int(status)
                self.check_content(f"{where}: {status}", response["content"], expected)

    def check_content(self, where, content, status=None):
        """Checks the examples of a body in each of its media types."""
        for media_type, media in content.items():
            if not media.get("examples"):
                self.faults.append(f"{where}: {media_type} has no example")
            for name, example in media.get("examples", {}).items():
                value = self.resolve(example)["value"]
                place = f"{where}: {media_type}: {name}"
                if media_type == "application/x-ndjson":
                    self.check_lines(content["application/json"]["schema"], value, place)
                    continue
                self.validate(media["schema"], value, place)
                if media_type == "application/problem+json" and value["status"] != status:
                    self.faults.append(f"{place}: is of another status")

    def check_lines(self, schema, text, where):
        """Checks a streamed list: a record a line, and its meta in the last."""
        # A list may be a dry run's answer in its place, which is never streamed.
        properties = self.resolve(schema.get("oneOf", [schema])[0])["properties"]
        *records, last = map(json.loads, text.splitlines())
        for record in records:
            self.validate(properties["data"]["items"], record, where)
        self.validate(properties["meta"], last["meta"], where)


DIALECT = "https://json-schema.org/draft/2020-12/schema"


def main(arguments):
    """Checks the document that is named, and says what is wrong with it."""
    document = Document(yaml.safe_load(Path(arguments[0]).read_text(encoding="utf-8")))
    document.check()
    if len(arguments) > 1 and json.loads(Path(arguments[1]).read_bytes()) != document.content:
        document.faults.append("the gateway serves another document than the file")
    for fault in document.faults:
        print(fault, file=sys.stderr)
    print(f"{document.examples} examples checked, {len(document.faults)} faults")
    return 1 if document.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
