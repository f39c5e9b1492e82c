using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Runs;

/// <summary>Folders of evaluations on other datasets, whose names may hold anything.</summary>
internal static partial class EvaluationNames
{
    /// <summary>The folder's name below <c>evaluations</c>.</summary>
    public static string Folder(string dataset)
    {
        if (Plain().IsMatch(dataset)) return dataset;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataset)))[..4];
        string slug = Other().Replace(dataset, "-").Trim('-', '.');
        return $"{slug[..Math.Min(60, slug.Length)]}-{hash}";
    }

    [GeneratedRegex("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex Plain();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex Other();
}
