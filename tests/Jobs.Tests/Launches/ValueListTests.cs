using Angioboard.Jobs.Launches;

namespace Angioboard.Jobs.Tests.Launches;

public sealed class ValueListTests
{
    [Theory]
    [InlineData("lr", "1e-4, 3e-4", new[] { "1e-4", "3e-4" })]
    [InlineData("seed", "1-3, 7", new[] { "1", "2", "3", "7" })]
    [InlineData("seed", "42", new[] { "42" })]
    [InlineData("seed", "9223372036854775806-9223372036854775807", new[] { "9223372036854775806", "9223372036854775807" })]
    [InlineData("lr", "1e-4,", new[] { "1e-4" })]
    [InlineData("max_frames", "8, all", new[] { "8", "all" })]
    [InlineData("max_frames_span", "uniform, last", new[] { "uniform", "last" })]
    [InlineData("backbone", "vit(img=32,patch=8,dim=48,depth=2,heads=3), vit_tiny",
        new[] { "vit(img=32,patch=8,dim=48,depth=2,heads=3)", "vit_tiny" })]
    [InlineData("class_names", "A, B", new[] { "A, B" })]
    [InlineData("patients", "(\\d{1,3})_", new[] { "(\\d{1,3})_" })]
    public void A_text_holds_a_value_or_several(string setting, string text, string[] values) =>
        Assert.Equal(values, ValueList.Of(TypedSetting.Find(setting), text));

    [Theory]
    [InlineData("weight_decay", "0,01", "0,01", "0.01", "0, 01")]
    [InlineData("lr", "1,5e-4", "1,5e-4", "1.5e-4", "1, 5e-4")]
    [InlineData("lr", "-0,5", "-0,5", "-0.5", "-0, 5")]
    [InlineData("lr", "0,1 0,2", "0,1", "0.1", "0, 1")]
    [InlineData("lr", "0,1; 0,2", "0,1", "0.1", "0, 1")]
    [InlineData("grad_clip", "1.000,5", "1.000,5", "1000.5", "1.000, 5")]
    [InlineData("grad_clip", "1,000.5", "1,000.5", "1000.5", "1, 000.5")]
    [InlineData("grad_clip", "0.5, -1,000.5e-3", "-1,000.5e-3", "-1000.5e-3", "-1, 000.5e-3")]
    [InlineData("weight_decay", "0 ,01", "0 ,01", "0.01", "0, 01")]
    [InlineData("weight_decay", "0\u00a0,01", "0\u00a0,01", "0.01", "0, 01")]
    [InlineData("weight_decay", "0,500", "0,500", "0.500", "0, 500")]
    [InlineData("grad_clip", "1234,500", "1234,500", "1234.500", "1234, 500")]
    [InlineData("scale_max", "1.2, 1,3", "1,3", "1.3", "1, 3")]
    [InlineData("scale_max", "1,3.", "1,3", "1.3", "1, 3")]
    [InlineData("seed", "1,000", "1,000", "1000", "1, 000")]
    [InlineData("epochs", "12,050", "12,050", "12050", "12, 050")]
    [InlineData("epochs", "1,500", "1,500", "1500", "1, 500")]
    [InlineData("epochs", "1 ,500", "1 ,500", "1500", "1, 500")]
    [InlineData("hidden_dim", "128,256", "128,256", "128256", "128, 256")]
    [InlineData("seed", "100,200", "100,200", "100200", "100, 200")]
    [InlineData("seed", "1-1,000", "1,000", "1000", "1, 000")]
    public void A_comma_that_may_be_part_of_a_number_is_asked_about(
        string setting, string text, string found, string one, string several) => Assert.Equal(
        $"{found} is ambiguous; write {one} for one number, or {several} (with a space after the comma) for several",
        ValueList.Problem(TypedSetting.Find(setting), text));

    [Theory]
    [InlineData("1,500", "1.5", "1500", "1, 500")]
    [InlineData("1 ,500", "1.5", "1500", "1, 500")]
    [InlineData("1,000", "1", "1000", "1, 000")]
    [InlineData("-1,250e-3", "-1.25e-3", "-1250e-3", "-1, 250e-3")]
    public void A_comma_before_three_digits_of_a_fraction_or_of_thousands_is_asked_about_with_both(
        string text, string point, string thousands, string several) => Assert.Equal(
        $"{text} is ambiguous; write {point} or {thousands} for one number, whichever you mean, or {several} (with a space after the "
            + $"comma) for several",
        ValueList.Problem(TypedSetting.Find("grad_clip"), text));

    [Theory]
    [InlineData("seed")]
    [InlineData("grad_clip")]
    public void Several_groups_of_thousands_are_asked_about_as_one_number(string setting) => Assert.Equal(
        "1,234,567 is ambiguous; write 1234567 for one number, or 1, 234, 567 (with a space after each comma) for several",
        ValueList.Problem(TypedSetting.Find(setting), "1,234,567"));

    [Theory]
    [InlineData(",5", ",5", "0.5", "5")]
    [InlineData("0.1, ,5e-3", ",5e-3", "0.5e-3", "5e-3")]
    public void A_comma_with_no_number_before_it_is_asked_about(string text, string found, string fraction, string plain) => Assert.Equal(
        $"{found} is ambiguous; write {fraction} or {plain}, whichever you mean",
        ValueList.Problem(TypedSetting.Find("weight_decay"), text));

    [Theory]
    [InlineData("lr", "1e-4,3e-4", 2)]
    [InlineData("lr", "1e-4, 3e-4", 2)]
    [InlineData("lr", "0.1,0.2", 2)]
    [InlineData("weight_decay", "0, 01", 2)]
    [InlineData("weight_decay", "0,\u00a00.5", 2)]
    [InlineData("weight_decay", "0,\u2009 0.5", 2)]
    [InlineData("grad_clip", "none, 1", 2)]
    [InlineData("seed", "1,2,3", 3)]
    [InlineData("hidden_dim", "128, 256", 2)]
    [InlineData("hidden_dim", "8,16", 2)]
    [InlineData("hidden_dim", "1000,500", 2)]
    [InlineData("epochs", "10,5", 2)]
    [InlineData("epochs", "1, 500", 2)]
    [InlineData("grad_clip", "1e-4 ,3e-4", 2)]
    [InlineData("grad_clip", "1e-4,300", 2)]
    [InlineData("weight_decay", "0 , 01", 2)]
    [InlineData("seed", "0,100", 2)]
    [InlineData("seed", "1, 2", 2)]
    [InlineData("max_frames", "all,128", 2)]
    [InlineData("batch_size", "2,4", 2)]
    [InlineData("seed", "1-3,10", 4)]
    [InlineData("backbone", "vit(img=32,patch=8,dim=48,depth=2,heads=3)", 1)]
    [InlineData("class_names", "0,1", 1)]
    [InlineData("patients", "(\\d{1,3})_", 1)]
    public void A_comma_that_can_only_separate_values_separates_them(string setting, string text, int values)
    {
        Assert.Null(ValueList.Problem(TypedSetting.Find(setting), text));
        Assert.Equal(values, ValueList.Of(TypedSetting.Find(setting), text).Count);
    }

    [Theory]
    [InlineData("5-1")]
    [InlineData("-3")]
    [InlineData("1-2000000")]
    public void What_is_no_range_stays_as_it_is_for_the_settings_to_refuse(string text) =>
        Assert.Equal([text], ValueList.Of(TypedSetting.Find("seed"), text));
}
