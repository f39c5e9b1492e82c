using System.Net;

namespace Angioboard.Dashboard.Tests;

/// <summary>An HTTP client like a browser: it keeps cookies. It does not follow redirects.</summary>
internal sealed class Browser(CookieContainer cookies)
    : HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies })
{
    public CookieContainer Cookies => cookies;
}
