namespace Angioboard.Dashboard.Theme;

/// <summary>
/// Light or dark. js/theme.js decides before the first paint (the user's choice, else the system's) and stores it in a cookie, so that
/// the server renders the same; without the cookie the page is light, and the script reloads it at once if that is wrong.
/// </summary>
public sealed class ThemeChoice
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "angioboard-theme";

    /// <summary>Whether the page is dark now.</summary>
    public bool Dark { get; set; }

    /// <summary>Whether the request's page is dark.</summary>
    public static bool IsDark(HttpRequest request) => request.Cookies[Cookie] == "dark";
}
