using System.Security.Cryptography;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Files;

namespace Angioboard.Core.Data.Exams;

/// <summary>
/// Checks every byte of a data set: everything that <see cref="ExamIndex.Read"/> checks, frames that cannot be decoded completely, and
/// frames that are byte for byte the same in two splits, which would let a model be tested on what it was trained on.
/// </summary>
public static class DatasetCheck
{
    /// <summary>Checks all frames on all CPU cores, with one file and a few rows of its image per thread in memory at a time.</summary>
    /// <param name="splitPath">The split file.</param>
    /// <param name="datadir">The data folder: the split's paths are relative to it.</param>
    /// <param name="options">The options to check with.</param>
    /// <param name="progress">Receives the progress after each exam listed, then after each frame decoded.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <returns>Every problem in one report; bad data does not throw.</returns>
    public static DatasetReport Run(
        string splitPath,
        string datadir,
        ExamIndexOptions options,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ExamSurvey survey = ExamSurvey.Take(splitPath, datadir, options, progress, cancellation);
        SplitFrame[] frames =
        [
            .. survey.Splits
                .SelectMany(split => split.Exams.SelectMany(exam => exam.Frames), (split, path) => new SplitFrame(split.Name, path))
                .Where(frame => survey.Frames.ContainsKey(frame.Path))
                .DistinctBy(frame => frame.Path), // an exam in two splits is already a problem
        ];
        Finding[] findings = Look(frames, progress, cancellation);
        List<string> problems =
        [
            .. survey.Problems,
            // A shortage of the system gives the same line for each frame.
            .. findings.Select(finding => finding.Problem).OfType<string>().Distinct(),
            .. Twins(frames, findings),
        ];
        return new DatasetReport(problems, survey.Warnings, [.. survey.Splits.Select(split => SplitSummary.Of(split, survey, options))]);
    }

    private sealed record SplitFrame(string Split, string Path);

    private sealed record Finding(string? Hash, string? Problem);

    private static Finding[] Look(SplitFrame[] frames, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        Finding[] findings = new Finding[frames.Length];
        ParallelProgress done = new(progress, "decoding frames", frames.Length);
        Parallel.For(0, frames.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            findings[i] = Look(frames[i].Path);
            done.Step();
        });
        return findings;
    }

    private static Finding Look(string path)
    {
        try
        {
            using FrameSource file = FrameSource.Open(path);
            return new Finding(Convert.ToHexString(SHA256.HashData(file.All)),
                JpegProbe.DecodesWhole(file.All) ? null : FrameFault.Truncated(path));
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return new Finding(null, FrameFault.Unreadable(path, e));
        }
    }

    /// <summary>Frames with the same bytes as an earlier frame of another split.</summary>
    private static IEnumerable<string> Twins(SplitFrame[] frames, Finding[] findings) =>
        from pair in frames.Zip(findings, (frame, finding) => (Frame: frame, finding.Hash))
        where pair.Hash is not null
        group pair.Frame by pair.Hash into same
        let first = same.First()
        from twin in same
        where twin.Split != first.Split
        select $"{twin.Path} ({twin.Split}) and {first.Path} ({first.Split}): "
            + "the same frame, byte for byte, is in two splits; remove one of the two exams";
}
