using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;

namespace Angioboard.Core.Tests.Studies;

/// <summary>A valid plan to change.</summary>
internal static class ExamplePlan
{
    public static StudyPlan Of(params StudyVariant[] variants) => new()
    {
        Settings = new RunSettings
        {
            Split = "/study/split.json",
            Datadir = "/study",
            Backbone = "vit(img=32,patch=8,dim=64,depth=2,heads=4)",
        },
        Variants = variants.Length > 0 ? variants : [Variant("a", ("lr", 0.001)), Variant("b", ("lr", 0.01)), Variant("c", ("lr", 0.1))],
        Baseline = variants.Length > 0 ? null : "b",
        Seeds = [1, 2],
        Selection = SelectionRule.Of("auc_ovr_macro"),
        CreatedAt = new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero),
        CreatedBy = "anna",
    };

    public static StudyVariant Variant(string name, params (string Setting, JsonNode? Value)[] settings) =>
        new(name, new JsonObject(settings.Select(setting => KeyValuePair.Create(setting.Setting, setting.Value))));
}
