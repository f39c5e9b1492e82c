using System.Security.Cryptography;
using System.Text;

namespace Angioboard.Jobs.Runs;

/// <summary>Folder names of evaluations on other datasets, whose own names may contain any character.</summary>
internal static class EvaluationNames
{
    /// <summary>The folder's name below <c>evaluations</c>.</summary>
    public static string Folder(string dataset)
    {
        if (FolderNames.IsEvaluation(dataset)) return dataset;
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataset)))[..4];
        string slug = FolderNames.Slug(dataset).Trim('-', '.');
        return $"{slug[..Math.Min(60, slug.Length)]}-{hash}";
    }
}
