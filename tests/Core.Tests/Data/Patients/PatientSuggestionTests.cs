using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Tests.Data.Patients;

public sealed class PatientSuggestionTests
{
    [Theory]
    [InlineData(@"(\d+)_[LR]$", "Train/22_L", "Train/22_R", "Test/7_L")]
    [InlineData(@"(\d+)_O[DS]$", "22_OD", "22_OS", "7_OD")]
    [InlineData(@"([^/]+)_[LR]$", "a/Anna_L", "a/Anna_R", "b/Otto_L")]
    [InlineData(null, "22_L", "22_R", "7")]
    [InlineData(null, "a", "b", "c")]
    public void The_expression_that_fits_every_exam_is_suggested(string? expected, params string[] exams)
    {
        PatientSuggestion? suggestion = PatientSuggestion.Of([.. exams.Select(exam => ("train", exam))]);

        Assert.Equal(expected, suggestion?.Expression);
        if (suggestion is not null) Assert.Equal((2, 0, null), (suggestion.Patients, suggestion.Shared, suggestion.FirstShared));
    }

    [Fact]
    public void Patients_in_two_splits_are_counted_and_the_first_is_named()
    {
        PatientSuggestion suggestion = PatientSuggestion.Of(
            [("train", "1_L"), ("train", "2_L"), ("train", "3_L"), ("test", "2_R"), ("test", "3_R"), ("test", "4_L")])!;

        Assert.Equal(@"The expression (\d+)_[LR]$ finds 4 patients, 2 of them in more than one split, such as 2 in train and test.",
            suggestion.Finding);
    }
}
