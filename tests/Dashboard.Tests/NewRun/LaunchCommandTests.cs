using Angioboard.Core.Settings;
using Angioboard.Dashboard.NewRun;

namespace Angioboard.Dashboard.Tests.NewRun;

public sealed class LaunchCommandTests : IDisposable
{
    private readonly FormSample sample = new();

    public void Dispose() => sample.Dispose();

    [Fact]
    public void Only_values_that_differ_from_presets_and_defaults_are_given()
    {
        LaunchForm form = sample.Form("phantom");
        form.Type("lr", "5e-4");

        Assert.Equal(
            $"angioboard experiment --output results/phantom --data phantom --model phantom-quick --split "
                + $"{sample.Phantom.Split} --datadir {sample.Phantom.Datadir} --lr 0.0005",
            form.Command());
    }

    [Fact]
    public void Names_with_spaces_are_quoted_and_a_preset_that_options_cannot_undo_is_written_out()
    {
        LaunchForm form = sample.Form("Clinic B 2024");
        form.ChoosePresets("phantom", LaunchPresets.Original);
        form.Type("patients", "");
        form.Type("class_names", "Yes,It's not");

        string command = form.Command();

        Assert.DoesNotContain("--data ", command, StringComparison.Ordinal);
        Assert.Contains(@"--class-names 'Yes, It'\''s not'", command, StringComparison.Ordinal);
        Assert.Contains("--max-frames 8", command, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_runs_give_one_line_each()
    {
        LaunchForm form = sample.Form("phantom");
        form.Type("seed", "1-3");

        Assert.Equal(["--seed 1", "--seed 2", "--seed 3"], form.Command().Split('\n')
            .Select(line => line[line.IndexOf("--seed", StringComparison.Ordinal)..]));
    }

    [Theory]
    [InlineData("phantom", "max_frames", "all")]
    [InlineData("phantom", "grad_clip", "")]
    [InlineData("phantom", "backbone", "vit(img=64,patch=16,dim=96,depth=2,heads=3)")]
    [InlineData("Clinic B 2024", "backbone", "vit(img=32,patch=8,dim=48,depth=2,heads=3)")]
    [InlineData("Clinic B 2024", "shuffle", "false")]
    [InlineData("phantom", "threads", "")]
    public void The_command_is_equivalent_to_the_form(string dataset, string setting, string text)
    {
        LaunchForm form = sample.Form(dataset);
        form.Type(setting, text);

        RunSettings wanted = SettingsRules.Resolve(Assert.Single(LaunchPlan.Of(form).Settings));

        Assert.Equal(SettingsFile.ToJson(wanted).ToJsonString(), SettingsFile.ToJson(SettingsRules.Resolve(Parse(form.Command())))
            .ToJsonString());
    }

    [Fact]
    public void Classes_that_differ_from_the_presets_are_said_with_their_number()
    {
        LaunchForm form = sample.Form("Clinic B 2024");
        form.ChoosePresets("phantom", LaunchPresets.Original);
        form.Type("patients", "(.)_[LR]$");
        RunSettings wanted = SettingsRules.Resolve(Assert.Single(LaunchPlan.Of(form).Settings));

        RunSettings parsed = SettingsRules.Resolve(Parse(form.Command()));

        Assert.Equal(SettingsFile.ToJson(wanted).ToJsonString(), SettingsFile.ToJson(parsed).ToJsonString());
    }

    // Parsed like the command line, except for quotes inside values, which these tests do not have.
    private static RunSettings Parse(string command)
    {
        string[] words =
            [.. System.Text.RegularExpressions.Regex.Matches(command, "'[^']*'|[^ ]+").Select(match => match.Value.Trim('\''))];
        List<System.Text.Json.Nodes.JsonObject> presets = [];
        System.Text.Json.Nodes.JsonObject single = [];
        for (int i = 2; i < words.Length; i += 2)
        {
            string option = words[i][2..], value = words[i + 1];
            if (option is "data" or "model") presets.Add(Preset.Find(option, value));
            else if (option != "output")
                single[option.Replace('-', '_')] = Jobs.Lists.Columns.SettingText.Parse(option.Replace('-', '_'), value);
        }
        return SettingsFile.Combine([.. presets, single]);
    }
}
