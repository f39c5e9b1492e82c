using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Core.Studies.Variants;

namespace Angioboard.Core.Tests.Studies.Variants;

public sealed class VariantTests
{
    [Fact]
    public void A_grid_has_each_combination_and_the_first_setting_varies_slowest()
    {
        IReadOnlyList<StudyVariant> variants = VariantGrid.Of(
            [("max_frames", [12, null]), ("max_frames_span", ["uniform", "last"]), ("dropout", [0.5]), ("bidirectional", [true, false])]);

        Assert.Equal(
        [
            "max_frames=12, span=uniform, bidirectional=true", "max_frames=12, span=uniform, bidirectional=false",
            "max_frames=12, span=last, bidirectional=true", "max_frames=12, span=last, bidirectional=false",
            "max_frames=all, span=uniform, bidirectional=true", "max_frames=all, span=uniform, bidirectional=false",
            "max_frames=all, span=last, bidirectional=true", "max_frames=all, span=last, bidirectional=false",
        ], variants.Select(variant => variant.Name));
        Assert.Equal("""{"max_frames":null,"max_frames_span":"last","dropout":0.5,"bidirectional":false}""",
            variants[7].Settings.ToJsonString());
        Assert.Empty(StudyRules.Problems(ExamplePlan.Of([.. variants])));
    }

    [Fact]
    public void All_faults_of_a_grid_are_told()
    {
        InputException refusal = Assert.Throws<InputException>(() => VariantGrid.Of(
            [("maxframes", [1, 2]), ("lr", [0.1, 0.1]), ("epochs", []), ("seed", [1, 2]), ("dropout", [0]), ("dropout", [0.5])]));

        Assert.Equal(
        [
            "maxframes: is not a setting; did you mean max_frames?",
            "seed: cannot vary; list the seeds of the study instead",
            "dropout: is given 2 times; give all its values at once",
            "lr: 0.1 is given 2 times; give each value once",
            "epochs: has no value; give one or more",
        ], refusal.Problems);
    }

    [Fact]
    public void A_grid_of_too_many_variants_is_refused_before_it_is_made()
    {
        JsonNode?[] many = [.. Enumerable.Range(1, 1000).Select(value => (JsonNode?)value)];

        Assert.StartsWith("variants: the values make 1000000000; a study has at most 1000 runs", Assert.Throws<InputException>(() =>
            VariantGrid.Of([("epochs", many), ("batch_size", many), ("hidden_dim", many)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_short_and_unique()
    {
        string shape = "vit(img=32,patch=8,dim=64,depth=2,heads=4,and=more,and=more)";
        JsonObject[] settings =
        [
            new() { ["backbone"] = shape + "1", ["lr"] = 1e-5, ["pretrained"] = "/models/a/weights.safetensors" },
            new() { ["backbone"] = shape + "2", ["lr"] = 1e-5, ["pretrained"] = "/models/b/weights.safetensors" },
            new() { ["backbone"] = shape + "2", ["lr"] = 3e-4, ["pretrained"] = "hub" },
        ];

        IReadOnlyList<string> names = VariantNames.Of(settings);

        Assert.All(names, name => Assert.InRange(name.Length, 1, VariantNames.Longest));
        Assert.Equal(3, names.Distinct().Count());
        Assert.StartsWith("backbone=vit(img=32,patch=8,dim=64,depth=2,heads…, lr=1e-05, pre", names[0], StringComparison.Ordinal);
        Assert.EndsWith(" (2)", names[1], StringComparison.Ordinal);
        Assert.Equal(["lr=0.1 (2)", "lr=0.2"], VariantNames.Of([new() { ["lr"] = 0.1 }, new() { ["lr"] = 0.2 }], "lr=0.1"));
        Assert.Equal(["lr=0.1"], VariantNames.Of([new() { ["lr"] = 0.1 }]));
        Assert.Equal(["as set"], VariantNames.Of([new JsonObject()]));
    }

    [Fact]
    public void A_settings_file_becomes_what_differs_from_the_study()
    {
        RunSettings common = ExamplePlan.Of().Settings;
        JsonObject whole = SettingsFile.ToJson(common with { Lr = 0.5 }), other = new() { ["seed"] = 7, ["max_frames"] = 4 };

        IReadOnlyList<StudyVariant> variants = VariantList.Of(common, [("mine", whole), ("yours", other), ("none", [])]);

        Assert.Equal(
            ["""{"lr":0.5}""", """{"seed":7,"max_frames":4}""", "{}"], variants.Select(variant => variant.Settings.ToJsonString()));
        Assert.Equal("variants: yours: seed: cannot vary; list the seeds of the study instead",
            Assert.Single(StudyRules.Problems(ExamplePlan.Of([.. variants]))));
    }

    [Fact]
    public void A_thousand_variants_are_checked_in_a_moment()
    {
        IReadOnlyList<StudyVariant> variants = VariantGrid.Of(
        [
            ("epochs", [.. Enumerable.Range(1, 100).Select(value => (JsonNode?)value)]),
            ("hidden_dim", [.. Enumerable.Range(1, 10).Select(value => (JsonNode?)value)]),
        ]);

        StudyPlan plan = ExamplePlan.Of([.. variants]) with { Seeds = [1] };

        Assert.Empty(StudyRules.Problems(plan));
        Assert.Equal(1000, plan.Runs().Count);
    }
}
