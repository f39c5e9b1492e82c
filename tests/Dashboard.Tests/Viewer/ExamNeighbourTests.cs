using Angioboard.Dashboard.Viewer;

namespace Angioboard.Dashboard.Tests.Viewer;

public sealed class ExamNeighbourTests
{
    private static readonly string[] Exams = ["a!", "b", "c!", "d", "e!"];

    [Theory]
    [InlineData("a!", null, "b", null, "c!")]
    [InlineData("d", "c!", "e!", "c!", "e!")]
    [InlineData("e!", "d", null, "c!", null)]
    [InlineData("gone", null, "a!", null, "a!")]
    public void Neighbours_are_those_of_the_list(string open, string? previous, string? next, string? previousWrong, string? nextWrong)
    {
        ExamNeighbours found = ExamNeighbours.Of(Exams, exam => exam, open, exam => exam, exam => exam.EndsWith('!'));

        Assert.Equal((previous, next, previousWrong, nextWrong), (found.Previous, found.Next, found.PreviousWrong, found.NextWrong));
    }

    [Fact]
    public void Without_predictions_none_is_misclassified()
    {
        ExamNeighbours found = ExamNeighbours.Of(Exams, exam => exam, "c!", exam => exam);

        Assert.Equal(("b", "d", null, null, false), (found.Previous, found.Next, found.PreviousWrong, found.NextWrong, found.Predicted));
    }
}
