using Angioboard.Core;
using Angioboard.Core.Data.Frames;
using Angioboard.Jobs.Datasets;

namespace Angioboard.Dashboard.Viewer;

/// <summary>What the viewer shows of an exam.</summary>
internal sealed record ViewedExam
{
    /// <summary>The exam's name.</summary>
    public required string Exam { get; init; }

    /// <summary>The pictures: one, or two side by side; none if there is a problem.</summary>
    public IReadOnlyList<ViewedFrames> Panes { get; init; } = [];

    /// <summary>What may stand beside the exam, apart from any other exam.</summary>
    public IReadOnlyList<BesideChoice> Choices { get; init; } = [];

    /// <summary>What stands beside it; null for nothing.</summary>
    public string? Beside { get; init; }

    /// <summary>The names of the exams that it can be compared with, the first ones of many.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The registered dataset that it belongs to; null for none.</summary>
    public string? Dataset { get; init; }

    /// <summary>What is known of the exam; null if there is none of this name.</summary>
    public ExamFacts? Facts { get; init; }

    /// <summary>Why nothing is shown, in a line; null if all is well.</summary>
    public string? Problem { get; init; }
}

/// <summary>Finds what the viewer shows.</summary>
/// <param name="frames">Finds the frames.</param>
/// <param name="dataset">The registered dataset; or <paramref name="run"/>.</param>
/// <param name="run">The run, if no dataset is given.</param>
/// <param name="mayWhole">Whether the user may see whole frames.</param>
internal sealed class ViewedExams(ExamFrameSource frames, string? dataset, string? run, bool mayWhole)
{
    private const int MostOthers = 500;

    /// <summary>Finds an exam.</summary>
    /// <param name="exam">Its name.</param>
    /// <param name="beside">What is to stand beside it; what cannot be found is left out.</param>
    public ViewedExam Find(string exam, string? beside)
    {
        try
        {
            ExamFrames? source = dataset is not null ? frames.OfDataset(dataset) : run is not null ? frames.OfRun(run, mayWhole) : null;
            if (source?.Facts(exam, mayWhole) is not { } facts)
                return new() { Exam = exam, Problem = $"{exam} is no longer among the exams." };
            ViewedExam found = new() { Exam = exam, Dataset = source.Dataset?.Name, Facts = facts };
            ViewedFrames first = Pane(source, exam, 0);
            if (first.Names.Count == 0) return found with { Problem = $"The frames of {exam} are missing: its folder is gone or empty." };
            ViewedFrames? second = beside is null ? null : Beside(source, first, beside);
            return found with
            {
                Panes = second is null ? [first] : [Titled(source, first, second), second],
                Beside = second is null ? null : beside,
                Choices = [.. Choices(source, facts)],
                Others = [.. source.Listing.Exams.Select(other => other.Name).Where(name => name != exam).Distinct().Take(MostOthers)],
            };
        }
        catch (InputException e)
        {
            return new() { Exam = exam, Problem = e.Problems[0] };
        }
    }

    private IEnumerable<BesideChoice> Choices(ExamFrames source, ExamFacts facts)
    {
        if (Other(source) is { } half) yield return new(BesideChoice.OtherHalf, $"{half} of the same frames");
        foreach (string exam in facts.OfPatient) yield return new(exam, $"{exam}, same patient");
    }

    private ViewedFrames? Beside(ExamFrames source, ViewedFrames first, string beside)
    {
        if (beside == BesideChoice.OtherHalf && Other(source) is { } half)
            return first with { Place = 1, Title = $"{half}", Query = $"?half={half}" };
        ViewedFrames pane = Pane(source, beside, 1) with { Title = Title(source, beside) };
        return beside != first.Exam && pane.Names.Count > 0 ? pane : null;
    }

    // Where the whole width is used, both halves are in the picture already.
    private Modality? Other(ExamFrames source) => (mayWhole, source.Modality) switch
    {
        (true, Modality.FA) => Modality.ICGA,
        (true, Modality.ICGA) => Modality.FA,
        _ => null,
    };

    private ViewedFrames Titled(ExamFrames source, ViewedFrames first, ViewedFrames second) =>
        first with { Title = second.Exam == first.Exam ? $"{source.Modality}" : Title(source, first.Exam) };

    private string Title(ExamFrames source, string exam) => $"{exam}, class {source.Facts(exam, mayWhole)?.Class ?? "unknown"}";

    private ViewedFrames Pane(ExamFrames source, string exam, int place)
    {
        string[] names = [.. source.Listing.Frames(exam).Select(file => Path.GetFileName(file))];
        string folder = FrameEndpoints.Folder(dataset, run, exam);
        return new ViewedFrames(place, exam, null, folder, "", names, source.Selection?.Invoke(names.Length));
    }
}
