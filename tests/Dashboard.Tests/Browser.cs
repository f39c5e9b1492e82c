using System.Net;

namespace Angioboard.Dashboard.Tests;

/// <summary>A browser without its window: it keeps cookies and follows no redirect.</summary>
internal sealed class Browser(CookieContainer cookies) : HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies })
{
    public CookieContainer Cookies => cookies;
}
