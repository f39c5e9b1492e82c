using System.Collections.Concurrent;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Hygiene.Duplicates;
using Angioboard.Core.Hygiene.Shortcuts;

namespace Angioboard.Core.Hygiene;

/// <summary>Checks a data set and, if it can be used, looks for what gives its classes away. Each frame is decoded once for both.</summary>
public static class HygieneCheck
{
    /// <summary>Checks all frames on all CPU cores.</summary>
    /// <param name="splitPath">The split file.</param>
    /// <param name="datadir">The data folder: the split's paths are relative to it.</param>
    /// <param name="options">The options to check with.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <returns>The check's report, and what was found; null while there are problems.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (DatasetReport Check, HygieneReport? Hygiene) Run(
        string splitPath,
        string datadir,
        ExamIndexOptions options,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ConcurrentDictionary<string, FrameTraits> seen = new();
        (DatasetReport check, ExamSurvey survey) = DatasetCheck.Run(
            splitPath, datadir, options, (path, file, glance) => seen[path] = FrameTraits.Of(file, glance), progress, cancellation);
        return (check, check.Fingerprint is { } print ? Report(survey, seen, print, options, progress, cancellation) : null);
    }

    private static HygieneReport Report(ExamSurvey survey, ConcurrentDictionary<string, FrameTraits> seen, string fingerprint,
        ExamIndexOptions options, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        string[] classes = [.. Enumerable.Range(0, options.NumClasses).Select(options.ClassName)];
        Dictionary<string, IReadOnlyList<ExamTraits>> splits = survey.Splits.ToDictionary(
            split => split.Name, IReadOnlyList<ExamTraits> (split) => [.. split.Exams.Where(exam => exam.Frames.Count > 0)
                .Select(exam => new ExamTraits(exam, [.. exam.Frames.Select(path => survey.Frames[path])],
                    [.. exam.Frames.Select(path => seen[path])], options.Modality, options.Strip))]);
        ComparedFrame[] frames = [.. Frames(survey, seen)];
        return new HygieneReport
        {
            Fingerprint = fingerprint,
            Patients = options.Patients?.Source,
            Classes = classes,
            Shortcuts = BaselineMeasurement.Measure(splits, classes, survey.Patients, progress, cancellation),
            Duplicates = new DuplicateSearch(options.Modality, options.Strip)
                .Search(frames, seen.Count - frames.Length, progress, cancellation),
        };
    }

    private static IEnumerable<ComparedFrame> Frames(ExamSurvey survey, ConcurrentDictionary<string, FrameTraits> seen)
    {
        int number = 0;
        foreach ((int place, DataSplit split) in survey.Splits.Index())
        {
            foreach (Exam exam in split.Exams)
            {
                number++;
                string patient = survey.Patients?.GetValueOrDefault(exam.Name) ?? exam.Name;
                foreach ((int index, string path) in exam.Frames.Index())
                {
                    if (seen[path].Sketch is not { } sketch) continue;
                    yield return new ComparedFrame(
                        new FramePlace(split.Name, exam.Name, Path.GetFileName(path), index), path, number, place, patient, sketch);
                }
            }
        }
    }
}
