using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The results: the course of the training.</summary>
internal static class TrainingSection
{
    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        if (ResultFigures.Training(study) is not { } figure) yield break;
        yield return new PaperHeading(2, "Course of the training");
        yield return figure;
    }
}
