#!/usr/bin/env python3
"""The client of OpenAI (PyPI: openai) against `textae explore`.

    textae explore notes.txt                      # prints an address
    python3 Tests/Peers/openai_client.py ADDRESS

Compares what the client gets, by default as base64, with what `embed` of the same server gives. With
--record FILE it writes the bytes that the client sends instead; the tests read them.
"""

import argparse
import json
import math
import socket
import threading
import urllib.request

import openai

SENTENCES = ["The soup was cold.", "Nobody answered the phone.", "“Où est-il ?” — 你好"]


def record(path):
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/0123456789abcdef/v1"

    def serve():
        connection, _ = listener.accept()
        sent = b""
        while not sent.endswith(b"}"):
            sent += connection.recv(65536)
        with open(path, "wb") as file:
            file.write(sent)
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}")
        connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        openai.OpenAI(base_url=address, api_key="any", max_retries=0).embeddings.create(
            model="english", input=SENTENCES[:2])
    except openai.NotFoundError:
        pass
    thread.join()


def compare(address):
    client = openai.OpenAI(base_url=address + "v1", api_key="any", max_retries=0)
    print("models:", [model.id for model in client.models.list()])
    question = urllib.request.Request(
        address + "embed", json.dumps({"sentences": SENTENCES}).encode(),
        {"Content-Type": "application/json"})
    plain = json.load(urllib.request.urlopen(question))["vectors"]
    for format in (None, "float", "base64"):
        more = {} if format is None else {"encoding_format": format}
        answer = client.embeddings.create(model="english", input=SENTENCES, **more)
        assert [item.index for item in answer.data] == [0, 1, 2]
        worst = 0
        for item, vector in zip(answer.data, plain):
            got = item.embedding
            if isinstance(got, str):
                import array
                import base64
                got = array.array("f", base64.b64decode(got)).tolist()
            length = math.sqrt(sum(x * x for x in vector))
            worst = max(worst, *(abs(x / length - y) for x, y in zip(vector, got)))
        print(f"{format or 'as the client likes'}: {len(got)} numbers, largest difference {worst:.1e}, "
              f"{answer.usage.prompt_tokens} tokens")
        assert worst < 1e-6
    one = client.embeddings.create(model="english", input=SENTENCES[0])
    assert len(one.data) == 1
    try:
        client.embeddings.create(model="english", input=[[1, 2]])
        raise AssertionError("tokens of another model were taken")
    except openai.BadRequestError as error:
        print("refused:", error.body["message"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--record", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.record:
        record(arguments.record)
    else:
        compare(arguments.address)
