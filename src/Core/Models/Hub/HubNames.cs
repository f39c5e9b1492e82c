using System.Text.RegularExpressions;

namespace Angioboard.Core.Models.Hub;

/// <summary>Checks names from a server or file that become file names.</summary>
internal static partial class HubNames
{
    /// <summary>Whether a name stays within its folder.</summary>
    public static bool IsSafe(string name) => name is not ("." or "..") && Safe().IsMatch(name);

    /// <summary>Whether an etag is the content's SHA-256, as for large files.</summary>
    public static bool IsSha256(string etag) => Sha256().IsMatch(etag);

    [GeneratedRegex(@"\A[0-9A-Za-z._-]{1,128}\z")]
    private static partial Regex Safe();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}
