using System.Security.Cryptography;
using System.Text;

namespace Angioboard.Jobs.Runs;

/// <summary>Ids of runs, from the paths of their folders.</summary>
internal static class RunIds
{
    /// <summary>
    /// <c>experiment/Train_N</c> inside the results folder; elsewhere <c>parent~hash/Train_N</c>, since two parents may have the same name.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="results">The results folder.</param>
    /// <param name="digits">Digits of the hash; more if another folder has the same shorter id.</param>
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
