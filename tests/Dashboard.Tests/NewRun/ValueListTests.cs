using Angioboard.Dashboard.NewRun;

namespace Angioboard.Dashboard.Tests.NewRun;

public sealed class ValueListTests
{
    [Theory]
    [InlineData("lr", "1e-4, 3e-4", new[] { "1e-4", "3e-4" })]
    [InlineData("seed", "1-3, 7", new[] { "1", "2", "3", "7" })]
    [InlineData("seed", "42", new[] { "42" })]
    [InlineData("lr", "1e-4,", new[] { "1e-4" })]
    [InlineData("max_frames", "8, all", new[] { "8", "all" })]
    [InlineData("max_frames_span", "uniform, last", new[] { "uniform", "last" })]
    [InlineData("backbone", "vit(img=32,patch=8,dim=48,depth=2,heads=3), vit_tiny", new[] { "vit(img=32,patch=8,dim=48,depth=2,heads=3)", "vit_tiny" })]
    [InlineData("class_names", "A, B", new[] { "A, B" })]
    [InlineData("patients", "(\\d{1,3})_", new[] { "(\\d{1,3})_" })]
    public void A_text_holds_a_value_or_several(string setting, string text, string[] values) =>
        Assert.Equal(values, ValueList.Of(SettingField.Find(setting), text));

    [Theory]
    [InlineData("5-1")]
    [InlineData("-3")]
    [InlineData("1-2000000")]
    public void What_is_no_range_stays_as_it_is_for_the_settings_to_refuse(string text) =>
        Assert.Equal([text], ValueList.Of(SettingField.Find("seed"), text));
}
