namespace Angioboard.Jobs.Tests;

/// <summary>A model small enough to train in a second.</summary>
internal static class TinyModel
{
    public const string Backbone = "vit(img=32,patch=16,dim=16,depth=1,heads=2)";

    /// <summary>Options of the model and of a training of two epochs; one thread, since tests run in parallel.</summary>
    public static string[] Options { get; } =
        ["--backbone", Backbone, "--hidden-dim", "8", "--max-frames", "4", "--epochs", "2", "--lr", "1e-3", "--threads", "1"];

    /// <summary>The data options, overridden by the model's options and those by <paramref name="own"/>; each option once.</summary>
    public static string[] On(string[] data, params string[] own)
    {
        OrderedDictionary<string, string> options = [];
        foreach (string[] pair in data.Concat(Options).Concat(own).Chunk(2)) options[pair[0]] = pair[1];
        return [.. options.SelectMany(option => new[] { option.Key, option.Value })];
    }
}
