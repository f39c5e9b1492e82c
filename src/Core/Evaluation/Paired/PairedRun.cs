using System.Security.Cryptography;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Evaluation.Paired;

/// <summary>A run to compare: its predictions for a split.</summary>
/// <param name="Name">What it is called; every run of a comparison has its own name.</param>
/// <param name="Exams">The predictions.</param>
/// <param name="File">Where they were read; null if nowhere.</param>
/// <param name="Sha256">The file's checksum, in hexadecimal.</param>
public sealed record PairedRun(string Name, IReadOnlyList<ExamPrediction> Exams, string? File = null, string? Sha256 = null)
{
    /// <summary>Reads a split of a predictions.json.</summary>
    /// <param name="name">What the run is called.</param>
    /// <param name="path">The file.</param>
    /// <param name="split">The split.</param>
    /// <param name="notes">Receives notes about the file, one line each.</param>
    /// <exception cref="InputException">The file cannot be read, has bad rows, or lacks the split.</exception>
    public static PairedRun Read(string name, string path, string split, ICollection<string>? notes = null)
    {
        IReadOnlyList<SplitPredictions> splits = PredictionsFile.Read(path, classNames: null, notes);
        SplitPredictions found = splits.FirstOrDefault(other => other.Split == split)
            ?? throw new InputException(
                $"{path}: has no split {split}; give one of {string.Join(", ", splits.Select(other => other.Split))}");
        return new PairedRun(name, found.Exams, path, Checksum(path));
    }

    /// <summary>The checksum of a predictions.json, in hexadecimal.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static string Checksum(string path)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson))));
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: cannot be read; check the path and the permissions", e);
        }
    }
}
