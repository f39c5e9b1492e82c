using System.Security.Cryptography;
using System.Text;

namespace Angioboard.Jobs.Runs;

/// <summary>Names of runs, from where their folders lie.</summary>
internal static class RunIds
{
    /// <summary><c>experiment/Train_N</c> inside the results folder; elsewhere <c>parent~hash/Train_N</c>, for two parents may have one name.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="results">The results folder.</param>
    /// <param name="digits">Of the hash; more where another folder has the name that fewer give.</param>
    public static string Of(string folder, string results, int digits = 4)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string parent = Path.GetDirectoryName(path) ?? "/", train = Path.GetFileName(path);
        string[] below = Path.GetRelativePath(results, parent).Split(Path.DirectorySeparatorChar);
        if (below is [{ } experiment] && experiment is not ("." or "..")) return $"{experiment}/{train}";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parent)))[..digits];
        return $"{Path.GetFileName(parent)}~{hash}/{train}";
    }
}
