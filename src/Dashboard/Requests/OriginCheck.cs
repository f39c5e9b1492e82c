using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Angioboard.Dashboard.Requests;

/// <summary>
/// Refuses changing requests, and the pages' connection, from pages of other sites: browsers send cookies along with requests from a
/// sibling host or another port of this host, because they count all of these as one site. The Origin header names where a request comes
/// from.
/// </summary>
internal sealed partial class OriginCheck(RequestDelegate next, ILogger<OriginCheck> log)
{
    private const int MostLogged = 100;
    private const string Refusal = "This request comes from a page of another site, or an unknown proxy changed its address. "
        + "Open Angioboard at its own address.";

    private readonly ConcurrentDictionary<string, bool> logged = new(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!IsGuarded(context) || IsOwn(context))
            return next(context);
        Say(request);
        return context.RefuseAsync(StatusCodes.Status403Forbidden, Refusal);
    }

    private static bool IsGuarded(HttpContext context)
    {
        HttpRequest request = context.Request;
        return !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            || IsUpgrade(context)
            || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
            || IsPart(request);
    }

    // An image or script that a page embeds. Links from other sites are allowed.
    private static bool IsPart(HttpRequest request) => request.Headers["Sec-Fetch-Mode"].ToString() is not ("" or "navigate");

    private static bool IsUpgrade(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private static bool IsOwn(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!StringValues.IsNullOrEmpty(request.Headers.Origin))
            return request.Headers.Origin is [{ } origin] && IsSame(origin, request);
        // Browsers send Origin with every WebSocket and with every method but GET and HEAD. A request without it comes from a program,
        // which has no cookies but those that it was given and does not need a page's connection. Long polling's GETs have no Origin, and
        // are useless without a connection's id.
        if (IsUpgrade(context))
            return false;
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
    }

    private static bool IsSame(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? from)
        && Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out Uri? own)
        && from.GetLeftPart(UriPartial.Authority) == own.GetLeftPart(UriPartial.Authority)
        && from.AbsolutePath is "/" && from.UserInfo.Length == 0;

    private void Say(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        if (logged.Count < MostLogged && logged.TryAdd(origin, true))
            Refused(request.Method, request.Path, origin.Length > 0 ? origin[..Math.Min(origin.Length, 200)] : "no origin",
                $"{request.Scheme}://{request.Host}");
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Refused {Method} {Path} from {Origin}: not a page of {Own}. If that is this dashboard's address behind a proxy, name "
            + "the proxy in Angioboard:Proxies and let it send X-Forwarded-Proto and -Host.")]
    private partial void Refused(string method, string path, string origin, string own);
}
