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
    [InlineData("weight_decay", "0,01", "0,01", "0.01", "0, 01")]
    [InlineData("lr", "1,5e-4", "1,5e-4", "1.5e-4", "1, 5e-4")]
    [InlineData("lr", "-0,5", "-0,5", "-0.5", "-0, 5")]
    [InlineData("lr", "0,1 0,2", "0,1", "0.1", "0, 1")]
    [InlineData("lr", "0,1; 0,2", "0,1", "0.1", "0, 1")]
    [InlineData("grad_clip", "1.000,5", "1.000,5", "1000.5", "1.000, 5")]
    [InlineData("grad_clip", "1,000", "1,000", "1.000", "1, 000")]
    [InlineData("scale_max", "1.2, 1,3", "1,3", "1.3", "1, 3")]
    [InlineData("seed", "1,000", "1,000", "1000", "1, 000")]
    [InlineData("epochs", "12,050", "12,050", "12050", "12, 050")]
    public void A_comma_that_may_stand_within_a_number_is_asked_about(string setting, string text, string found, string one, string several) => Assert.Equal(
        $"{found} may be one number or several; write {one} for one, or {several} with a blank after the comma for several",
        ValueList.Problem(SettingField.Find(setting), text));

    [Theory]
    [InlineData("lr", "1e-4,3e-4", 2)]
    [InlineData("lr", "1e-4, 3e-4", 2)]
    [InlineData("lr", "0.1,0.2", 2)]
    [InlineData("weight_decay", "0, 01", 2)]
    [InlineData("weight_decay", "0,\u00a00.5", 2)]
    [InlineData("weight_decay", "0,\u2009 0.5", 2)]
    [InlineData("grad_clip", "none, 1", 2)]
    [InlineData("seed", "1,2,3", 3)]
    [InlineData("hidden_dim", "128,256", 2)]
    [InlineData("batch_size", "2,4", 2)]
    [InlineData("seed", "1-3,10", 4)]
    [InlineData("backbone", "vit(img=32,patch=8,dim=48,depth=2,heads=3)", 1)]
    [InlineData("class_names", "0,1", 1)]
    [InlineData("patients", "(\\d{1,3})_", 1)]
    public void A_comma_that_can_only_part_values_parts_them(string setting, string text, int values)
    {
        Assert.Null(ValueList.Problem(SettingField.Find(setting), text));
        Assert.Equal(values, ValueList.Of(SettingField.Find(setting), text).Count);
    }

    [Theory]
    [InlineData("5-1")]
    [InlineData("-3")]
    [InlineData("1-2000000")]
    public void What_is_no_range_stays_as_it_is_for_the_settings_to_refuse(string text) =>
        Assert.Equal([text], ValueList.Of(SettingField.Find("seed"), text));
}
