namespace Angioboard.Core.Data.Exams;

/// <summary>Figures of one split.</summary>
/// <param name="Name">The split's name.</param>
/// <param name="Exams">Number of exams.</param>
/// <param name="Patients">Number of patients; null if unknown.</param>
/// <param name="Frames">Number of frames of its exams.</param>
/// <param name="Sizes">The frames' sizes, the most frequent first; frames with unreadable headers are skipped.</param>
/// <param name="Classes">Exams of each class, in the order of the labels; classes without exams have 0.</param>
/// <param name="Unlabelled">Exams without a label.</param>
public sealed record SplitSummary(
    string Name,
    int Exams,
    int? Patients,
    FrameCounts Frames,
    IReadOnlyList<FrameSize> Sizes,
    IReadOnlyList<ClassCount> Classes,
    int Unlabelled)
{
    internal static SplitSummary Of(DataSplit split, ExamSurvey survey, ExamIndexOptions options)
    {
        int[] frames = [.. split.Exams.Select(exam => exam.Frames.Count).Order()];
        ILookup<int?, Exam> classes = split.Exams.ToLookup(exam => exam.Label);
        IEnumerable<KeyValuePair<(int Width, int Height), int>> sizes = split.Exams.SelectMany(exam => exam.Frames)
            .Where(survey.Frames.ContainsKey)
            .CountBy(path => (survey.Frames[path].Width, survey.Frames[path].Height));
        return new SplitSummary(
            split.Name,
            split.Exams.Count,
            survey.Patients is null ? null : CountPatients(split, survey.Patients),
            new FrameCounts(frames.Sum(), frames.FirstOrDefault(), Median(frames), frames.LastOrDefault()),
            [
                .. sizes.Select(size => new FrameSize(size.Key.Width, size.Key.Height, size.Value))
                    .OrderByDescending(size => size.Count).ThenBy(size => size.Width).ThenBy(size => size.Height),
            ],
            [.. Enumerable.Range(0, options.NumClasses).Select(label => new ClassCount(options.ClassName(label), classes[label].Count()))],
            classes[null].Count());
    }

    private static int CountPatients(DataSplit split, IReadOnlyDictionary<string, string> patients) =>
        split.Exams.Select(exam => patients.GetValueOrDefault(exam.Name)).OfType<string>().Distinct().Count();

    private static double Median(int[] sorted) =>
        sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
}

/// <summary>Number of frames, in total and per exam; 0 without exams.</summary>
public sealed record FrameCounts(int Total, int Min, double Median, int Max);

/// <summary>A size in pixels, and how many frames have it.</summary>
public sealed record FrameSize(int Width, int Height, int Count);

/// <summary>A class by name, and how many exams have it.</summary>
public sealed record ClassCount(string Name, int Count);
