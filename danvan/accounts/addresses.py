"""Where a request comes from, for throttling: the visitor's address also behind the proxy on the same machine."""

from ipaddress import ip_address

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """What the proxy in front says who asked (deploy/nginx.conf.example), the last name if there are several: those
    before it are the visitor's own words. Nobody but a proxy on this machine is believed.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return told if _is_address(told) and _is_address(direct) and ip_address(direct).is_loopback else direct


def _is_address(words: str) -> bool:
    try:
        ip_address(words)
    except ValueError:
        return False
    return True
