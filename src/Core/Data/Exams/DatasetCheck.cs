using System.Security.Cryptography;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Patients;
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
        CancellationToken cancellation = default) => Run(splitPath, datadir, options, null, progress, cancellation).Report;

    /// <summary>The same, and what was surveyed.</summary>
    /// <param name="splitPath">The split file.</param>
    /// <param name="datadir">The data folder.</param>
    /// <param name="options">The options to check with.</param>
    /// <param name="seen">Called on any thread with each frame that decodes, so that nobody has to decode it again; null for none.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    internal static (DatasetReport Report, ExamSurvey Survey) Run(string splitPath, string datadir, ExamIndexOptions options,
        FrameSeen? seen, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        ExamSurvey survey = ExamSurvey.Take(splitPath, datadir, options, progress, cancellation);
        SplitFrame[] frames =
        [
            .. survey.Splits
                .SelectMany(split => split.Exams.SelectMany(exam => exam.Frames), (split, path) => new SplitFrame(split.Name, path))
                .Where(frame => survey.Frames.ContainsKey(frame.Path))
                .DistinctBy(frame => frame.Path), // an exam in two splits is already a problem
        ];
        GlanceReader? Reader() => seen is null ? null : new GlanceReader(options.Modality, options.Strip);
        Finding[] findings = Look(frames, Reader, seen, progress, cancellation);
        List<string> problems =
        [
            .. survey.Problems,
            // A shortage of the system gives the same line for each frame.
            .. findings.Select(finding => finding.Problem).OfType<string>().Distinct(),
            .. Twins(frames, findings),
        ];
        string[] warnings =
            [.. survey.Warnings, .. ClassWarnings(splitPath, survey, options), .. PatientWarnings(splitPath, survey, options)];
        DatasetReport report = new(
            problems, warnings, [.. survey.Splits.Select(split => SplitSummary.Of(split, survey, options))],
            problems.Count > 0 ? null
                : DataFingerprint.Of(new ExamIndex(survey.Splits, survey.Frames, survey.Warnings, survey.Patients), options).Sha256);
        return (report, survey);
    }

    private static IEnumerable<string> ClassWarnings(string splitPath, ExamSurvey survey, ExamIndexOptions options)
    {
        if (options.ClassNames is null || options.RequireTrain) yield break;
        HashSet<int?> labels = [.. survey.Splits.SelectMany(split => split.Exams).Select(exam => exam.Label)];
        // Data to predict on has no labels at all.
        if (!labels.Any(label => label is not null)) yield break;
        string[] unused =
        [
            .. Enumerable.Range(0, options.NumClasses).Where(label => !labels.Contains(label))
                .Select(label => $"{label} ({options.ClassName(label)})"),
        ];
        if (unused.Length > 0)
            yield return $"{splitPath}: no exam has the {(unused.Length == 1 ? "class" : "classes")} {string.Join(", ", unused)}; "
                + "check the names of the classes and their order";
    }

    private static IEnumerable<string> PatientWarnings(string splitPath, ExamSurvey survey, ExamIndexOptions options)
    {
        if (options.Patients is not null || options.RequireTrain) yield break;
        (string, string)[] exams = [.. survey.Splits.SelectMany(split => split.Exams, (split, exam) => (split.Name, exam.Name))];
        if (PatientSuggestion.Of(exams) is { } suggestion)
            yield return $"{splitPath}: exam names look like a patient and an eye ({suggestion.Example}), but patients are not set, "
                + $"so each exam counts as a separate patient. {suggestion.Finding}";
    }

    /// <summary>Receives a frame that was decoded.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="glance">What it looks like.</param>
    internal delegate void FrameSeen(string path, ReadOnlySpan<byte> file, FrameGlance glance);

    private sealed record SplitFrame(string Split, string Path);

    private sealed record Finding(string? Hash, string? Problem);

    private static Finding[] Look(SplitFrame[] frames, Func<GlanceReader?> reader, FrameSeen? seen, IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        Finding[] findings = new Finding[frames.Length];
        ParallelProgress done = new(progress, "decoding frames", frames.Length);
        Parallel.For(0, frames.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            findings[i] = Look(frames[i].Path, reader(), seen);
            done.Step();
        });
        return findings;
    }

    private static Finding Look(string path, GlanceReader? reader, FrameSeen? seen)
    {
        try
        {
            using FrameSource file = FrameSource.Open(path);
            bool whole = JpegProbe.DecodesWhole(file.All, reader);
            if (whole && reader is not null) seen!(path, file.All, reader.Read());
            return new Finding(Convert.ToHexString(SHA256.HashData(file.All)), whole ? null : FrameFault.Truncated(path));
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
