using System.Security.Cryptography;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;

namespace Angioboard.Jobs.Studies.Ensembles;

/// <summary>The files of a run that an ensemble depends on.</summary>
internal static class MemberFiles
{
    private const int Chunk = 1 << 20;

    /// <summary>The checkpoint that predicts: the best, else the last; null if there is none.</summary>
    public static string? Weights(RunFolder run) => run.BestCheckpoint ?? (File.Exists(run.LastCheckpoint) ? run.LastCheckpoint : null);

    /// <summary>SHA-256 of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops between two parts of it.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static string Hash(string path, CancellationToken cancellation)
    {
        try
        {
            using FileStream file = SafeOpen.Read(path, FolderOwners.Rule(path, long.MaxValue));
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] part = new byte[Chunk];
            while (file.Read(part) is > 0 and int read)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(part, 0, read);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: cannot be read: {FileTrouble.Words(e, path)}; train the run again, or leave it out", e);
        }
    }
}
