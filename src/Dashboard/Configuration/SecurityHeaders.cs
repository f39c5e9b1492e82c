namespace Angioboard.Dashboard.Configuration;

/// <summary>
/// Tells browsers to run nothing but our own scripts, to show us in no frame, to give nothing of ours to another site's page, and to tell nobody
/// where a link came from.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // MudBlazor and ApexCharts set styles in markup; scripts come from our files only.
    private const string Policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Over plain HTTP a browser does not say what it wants a picture or file for, so no request can be refused for that: here the browser refuses.
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    }
}
