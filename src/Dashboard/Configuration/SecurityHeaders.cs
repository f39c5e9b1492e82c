namespace Angioboard.Dashboard.Configuration;

/// <summary>
/// Tells browsers to run only this site's scripts, to allow no framing, to share no resource with other sites' pages, and to send no
/// referrer.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // MudBlazor and ApexCharts set inline styles; scripts come from this site's files only.
    internal const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Over plain HTTP browsers do not send Sec-Fetch headers, so the server cannot refuse such requests: this header makes the browser
        // do it.
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    }
}
