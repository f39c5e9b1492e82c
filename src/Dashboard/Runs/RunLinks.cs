namespace Angioboard.Dashboard.Runs;

/// <summary>Addresses of runs, relative to the dashboard's own.</summary>
public static class RunLinks
{
    /// <summary>The page of a run.</summary>
    public static string To(string id) => "runs/" + Path(id);

    /// <summary>The form prefilled with a run's settings.</summary>
    public static string Clone(string id) => "new?clone=" + Uri.EscapeDataString(id);

    /// <summary>The compare page of these runs.</summary>
    public static string Compare(IEnumerable<string> ids) => "compare?runs=" + string.Join(',', ids.Select(Path));

    private static string Path(string id) => string.Join('/', id.Split('/').Select(Uri.EscapeDataString));
}
