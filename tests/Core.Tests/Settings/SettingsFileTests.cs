using System.Text.Json.Nodes;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Settings;

namespace Angioboard.Core.Tests.Settings;

public sealed class SettingsFileTests
{
    [Fact]
    public void Later_parts_override_earlier_ones_and_the_defaults_fill_the_rest()
    {
        JsonObject preset = new() { ["epochs"] = 7, ["lr"] = 0.5 }, own = new() { ["lr"] = 0.25 };

        RunSettings settings = SettingsFile.Combine(preset, own);

        Assert.Equal((7, 0.25, 2), (settings.Epochs, settings.Lr, settings.BatchSize));
    }

    [Fact]
    public void The_word_all_means_no_limit_and_none_means_no_clipping()
    {
        RunSettings settings = SettingsFile.Combine(new JsonObject { ["max_frames"] = "all", ["grad_clip"] = "none" });

        Assert.Null(settings.MaxFrames);
        Assert.Null(settings.GradClip);
    }

    [Fact]
    public void Every_wrong_value_is_named_at_once()
    {
        JsonObject wrong = new() { ["epochs"] = "many", ["max_frames_span"] = "middle", ["shuffle"] = 1 };

        InputException error = Assert.Throws<InputException>(() => SettingsFile.Combine(wrong));

        Assert.Equal(
            ["epochs: \"many\" is not a whole number", "max_frames_span: \"middle\" is not uniform or last",
                "shuffle: 1 is not true or false"],
            error.Problems);
    }

    [Fact]
    public void Every_value_out_of_range_and_every_contradiction_is_named_at_once()
    {
        JsonObject wrong = new()
        {
            ["epochs"] = 0, ["lr"] = 0, ["dropout"] = 1, ["scale_min"] = 2, ["num_classes"] = 3, ["warmup_steps"] = 5, ["device"] = "tpu",
            ["class_names"] = new JsonArray("a", "b"), ["backbone"] = "vit(img=32,patch=8,dim=48,depth=2,heads=3)", ["pretrained"] = "hub",
            ["image_size"] = 33,
        };

        InputException error = Assert.Throws<InputException>(() => SettingsFile.Combine(wrong));

        foreach (string name in new[] { "epochs", "lr", "dropout", "scale_min", "num_classes", "warmup_steps", "device", "image_size" })
            Assert.Contains(error.Problems, problem => problem.StartsWith($"{name}: ", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_name_in_a_file_is_refused_with_the_known_names()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "settings.json");
        File.WriteAllText(path, """{"learning_rate": 0.1}""");

        InputException error = Assert.Throws<InputException>(() => SettingsFile.Read(path));

        Assert.StartsWith($"{path}: learning_rate is not a setting; the names are split, datadir", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same_settings()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "settings.json");
        RunSettings settings = SettingsRules.Resolve(new RunSettings
        {
            Modality = Modality.ICGA, MaxFrames = null, Lr = 1.0 / 3, CheckpointMetric = CheckpointMetric.MaxImcpArea,
            ClassNames = ["a", "b, c"], Seed = long.MaxValue,
        });

        SettingsFile.Write(path, settings, new JsonObject(), new JsonObject());
        RunSettings again = SettingsFile.Combine(SettingsFile.Read(path));

        Assert.Equal(settings with { ClassNames = null }, again with { ClassNames = null });
        Assert.Equal(settings.ClassNames, again.ClassNames);
    }

    [Fact]
    public void Paths_in_a_file_are_relative_to_its_folder()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "settings.json");
        File.WriteAllText(path, """{"split": "study/split.json", "datadir": "study"}""");

        JsonObject settings = SettingsFile.Read(path);

        Assert.Equal(Path.Combine(folder.Path, "study", "split.json"), (string?)settings["split"]);
    }

    [Fact]
    public void The_presets_that_come_with_the_program_are_valid_settings()
    {
        foreach (Preset preset in Preset.All)
        {
            RunSettings settings = SettingsFile.Combine(preset.Settings);

            Assert.Equal(preset.Settings.Select(s => s.Key).Except(SettingsFile.Names.Keys), []);
            Assert.NotNull(SettingsRules.Resolve(settings).ClassNames);
        }
    }
}
