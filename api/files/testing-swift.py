"""OpenStack Swift as one process on free ports of this host: proxy with the S3 API, account, container and object server
over one folder, as a cluster of one device. Needs Debian's python3-swift. Prints the proxy's port; ends when its input does.

testing-swift.py FOLDER ACCESS-KEY SECRET-KEY    (an access key is ACCOUNT:USER)
"""

import os
import sys

import eventlet

eventlet.patcher.monkey_patch(all=True)

from eventlet import wsgi
from swift.common import utils

folder, access_key, secret_key = sys.argv[1:4]
conf = os.path.join(folder, "conf")
devices = os.path.join(folder, "devices")
for path in (conf, os.path.join(devices, "d1"), os.path.join(folder, "cache")):
    os.makedirs(path, exist_ok=True)


def write(name, text):
    path = os.path.join(conf, name)
    with open(path, "w") as file:
        file.write(text)
    return path


# Read when the modules below are loaded.
utils.SWIFT_CONF_FILE = write("swift.conf", "[swift-hash]\nswift_hash_path_prefix = test\nswift_hash_path_suffix = test\n")

from swift.common.ring import RingBuilder
from swift.common.storage_policy import reload_storage_policies
from swift.common.wsgi import loadapp

reload_storage_policies()
storage = ("account", "container", "object")
sockets = {kind: eventlet.listen(("127.0.0.1", 0), backlog=128) for kind in (*storage, "proxy")}
configurations = {}
for kind in storage:
    ring = RingBuilder(1, 1, 1)
    port = sockets[kind].getsockname()[1]
    ring.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": port,
                  "replication_ip": "127.0.0.1", "replication_port": port, "device": "d1"})
    ring.rebalance()
    ring.get_ring().save(os.path.join(conf, kind + ".ring.gz"))
    configurations[kind] = write(kind + ".conf", f"""[DEFAULT]
swift_dir = {conf}
devices = {devices}
mount_check = false
fallocate_reserve = 0
recon_cache_path = {folder}/cache
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
""")

# Large objects are put together by slo, several are deleted by bulk: what the S3 API stands on.
configurations["proxy"] = write("proxy.conf", f"""[DEFAULT]
swift_dir = {conf}
[pipeline:main]
pipeline = catch_errors s3api tempauth bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_{access_key.replace(":", "_")} = {secret_key} .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
""")



class Cache:
    """What tempauth asks memcached for, without one."""

    def __init__(self):
        self.values = {}

    def get(self, key, **_options):
        return self.values.get(key)

    def set(self, key, value, **_options):
        self.values[key] = value

    def delete(self, key, **_options):
        self.values.pop(key, None)


def with_cache(app, cache):
    def serve(environ, start_response):
        environ["swift.cache"] = cache
        return app(environ, start_response)

    return serve


for kind, socket in sockets.items():
    app = with_cache(loadapp(configurations[kind]), Cache())
    eventlet.spawn(wsgi.server, socket, app, log_output=False)

print(sockets["proxy"].getsockname()[1], flush=True)
# Nobody is left to stop it when the test has ended.
eventlet.tpool.execute(sys.stdin.read)
os._exit(0)
