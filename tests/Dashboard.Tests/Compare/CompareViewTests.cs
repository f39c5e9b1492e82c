using Angioboard.Dashboard.Compare;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Reading;

namespace Angioboard.Dashboard.Tests.Compare;

public sealed class CompareViewTests
{
    [Fact]
    public void All_choices_are_restored_from_the_address()
    {
        CompareView view = new()
        {
            Runs = ["phantom/Train_1", "my study/Train_2"],
            Split = "clinic B: test",
            Metric = "val_f1_macro",
            Axis = CurveAxis.Hours,
            Smoothing = 0.8,
            Logarithmic = true,
            Grouped = true,
            Band = BandKind.Deviation,
            Exams = ExamFilter.Deciding,
            DifferenceSplit = "validation",
            DifferenceMetric = "accuracy",
            Reference = "phantom/Train_1",
            Decided = "my study/Train_2",
            Equal = true,
        };

        CompareView read = CompareView.Read($"http://box/{view.Address()}");

        Assert.Equal(view.Runs, read.Runs);
        Assert.Equal(view with { Runs = [] }, read with { Runs = [] });
    }

    [Fact]
    public void Defaults_are_left_out_of_the_address_and_unreadable_values_take_their_defaults()
    {
        Assert.Equal("compare", new CompareView().Address());

        CompareView read = CompareView.Read("http://box/compare?runs=,a/Train_1,,a/Train_1&x=17&smooth=lots&exams=none&split=");

        Assert.Equal(["a/Train_1"], read.Runs);
        Assert.Equal(new CompareView(), read with { Runs = new CompareView().Runs });
    }
}
