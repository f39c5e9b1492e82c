using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Formats;
using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Formats.PyTorch;
using Angioboard.Core.Models;
using Angioboard.Core.Models.Weights;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Training.Checkpoints;
using Angioboard.Faults.Fuzz;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Formats;

/// <summary>Files from the fuzz campaign, one of each kind that was not properly refused.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly DisposeScope scope = NewDisposeScope();

    [Fact]
    public void Quoted_text_neither_breaks_a_problems_line_nor_hides_its_remedy()
    {
        InputException refusal = new($"a.json: {new string('x', 5000)}\u001b[2J\n\ud800: mend it");

        string problem = Assert.Single(refusal.Problems);
        Assert.Equal(1500, problem.Length);
        Assert.StartsWith("a.json: xxx", problem, StringComparison.Ordinal);
        Assert.EndsWith("x [2J \ufffd: mend it", problem, StringComparison.Ordinal);
        Assert.Equal(problem, refusal.Message);
    }

    [Fact]
    public void With_very_many_problems_the_first_thousand_are_named_and_the_rest_counted()
    {
        string split = File("split.json", $$"""{"train": [{{string.Join(',', Enumerable.Repeat("[1]", 5000))}}]}""");

        InputException refusal = Assert.Throws<InputException>(() => ExamListing.Read(split, scratch.Path, 5));

        Assert.Equal(1001, refusal.Problems.Count);
        Assert.Equal($"{split}: 4000 more problems; fix those above first", refusal.Problems[^1]);
    }

    [Theory]
    [InlineData("""{"\ud800": 1}""")]
    [InlineData("""{"backbone": "\udc00"}""")]
    [InlineData("""{"epochs": 1, "epochs": 2}""")]
    public void Settings_with_half_characters_or_repeated_names_are_refused(string json)
    {
        string path = File("settings.json", json);

        Assert.StartsWith($"{path}: cannot be read as a settings file: ",
            Assert.Throws<InputException>(() => SettingsFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => SettingsFile.Fingerprint(path));
    }

    [Fact]
    public void A_number_that_is_too_large_is_named()
    {
        string path = File("settings.json", """{"lr": 1e400}""");

        Assert.Equal("lr: must be a finite number",
            Assert.Single(Assert.Throws<InputException>(() => SettingsFile.Combine(SettingsFile.Read(path))).Problems));
    }

    [Fact]
    public void A_split_file_of_endless_splits_is_refused()
    {
        string path = File("split.json", $"{{{string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"{i}\": [[\"a/1.jpg\", 0]]"))}}}");
        List<string> problems = [];

        IReadOnlyList<SplitPart> splits = new SplitFile(path, 5, problems).Read();

        Assert.Equal(1000, splits.Count);
        Assert.StartsWith($"{path}: there are more than 1000 splits", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void With_very_many_unknown_settings_a_few_are_named_beside_other_problems()
    {
        string path =
            File("settings.json", $"{{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"s{i}\": 1"))}, \"epochs\": 0}}");

        InputException refusal = Assert.Throws<InputException>(() => SettingsFile.Read(path));

        Assert.Equal(22, refusal.Problems.Count);
        Assert.Equal($"{path}: 49980 more names are not settings", refusal.Problems[20]);
        Assert.StartsWith($"{path}: epochs: 0 must be", refusal.Problems[21], StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_with_half_characters_are_refused_with_their_line()
    {
        string path = File("predictions.json", "{\"train\": [\n[\"\\ud800\", 0, [0.5, 0.5]]]}");

        Assert.Contains("line 2 is not JSON: at column 2: a string is not valid Unicode",
            Assert.Throws<InputException>(() => PredictionsFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evaluation_of_another_shape_is_refused_with_its_place_and_not_a_class_name()
    {
        string path = File("evaluation.json", """{"splits": {"test": []}}""");

        string problem = Assert.Throws<InputException>(() => EvaluationFile.Read(path)).Message;

        Assert.Equal(
            $"{path}: not an evaluation: $.splits.test is not in the format of `angioboard evaluate`; run it again to rewrite the file",
            problem);
    }

    [Fact]
    public void A_log_with_an_unusable_end_is_read_without_it()
    {
        string path = File("metrics.jsonl", """
            {"seq": 0, "time": "2026-01-01", "type":"checkpoint", "epoch": 1, "step": 2, "seconds": 1e300}
            {"seq": 1, "time": "2026-01-01", "type":"checkpoint", "epoch": "one", "step": 2}
            {"seq": 2, "time": "2026-01-01", "type":"status", "status": 3}
            {"seq": 3, "time": "2026-01-01", "type":"epoch", "epoch": 0, "epoch": 1}

            """);

        RunHistory history = RunHistory.Of(path);

        Assert.Null(history.Saved);
        Assert.Null(history.Status);
        Assert.Empty(history.Epochs);
    }

    [Fact]
    public void Recursive_deep_or_endlessly_shared_values_become_finite_JSON()
    {
        List<object?> itself = [], deep = [], shared = [];
        itself.Add(itself);
        for (int i = 0; i < 1_000_000; i++) deep = [deep];
        for (int i = 0; i < 60; i++) shared = [shared, shared];
        PickleDictionary twice = new() { ["1"] = 1L, [1L] = double.NaN };

        Assert.EndsWith("\u2026\"]]]]]]]]]]]]]]]]",
            PlainValue.ToJson(itself)!.ToJsonString(new(
                ) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        Assert.NotNull(PlainValue.ToJson(deep));
        Assert.NotNull(PlainValue.ToJson(shared));
        Assert.Equal("""{"1":"NaN"}""", PlainValue.ToJson(twice)!.ToJsonString());
    }

    [Fact]
    public void Pickles_of_endless_instructions_or_digits_are_refused()
    {
        string lists = Pickle([.. Enumerable.Repeat((byte)']', 5_000_000)]),
            digits = Pickle([0x8b, 0, 0, 16, 0, .. new byte[1 << 20], (byte)'.']);

        Assert.Contains("instructions", Assert.Throws<InputException>(() => PyTorchFile.Read(lists)).Message, StringComparison.Ordinal);
        Assert.Contains("holds a number of 1048576 bytes", Assert.Throws<InputException>(() => PyTorchFile.Read(digits)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Safetensors_of_endless_tensors_shapes_or_nonsense_statistics_are_refused()
    {
        string many =
            Tensors(string.Join(',', Enumerable.Range(0, 300_000)
                .Select(i => $"\"{i}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}")));
        string endless = Tensors("""
            "a":{"dtype":"F32","shape":[4611686018427387904,0,4611686018427387904],"data_offsets":[0,0]}
            """);
        string statistics = Tensors("""
            "a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"__metadata__":{"normalizer":"{\"mean\":[null,1,1],\"std\":[1,\"x\",0]}"}
            """);

        Assert.Contains("more than 262144 tensors", Assert.Throws<InputException>(() => Safetensors.Read(many)).Message,
            StringComparison.Ordinal);
        Assert.Contains("do not fit its shape", Assert.Throws<InputException>(() => Safetensors.Read(endless)).Message,
            StringComparison.Ordinal);
        Assert.Contains("three means and three stds", Assert.Throws<InputException>(() => WeightsFile.Read(statistics)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backbone", "vit(img=4,patch=1,dim=99999,depth=99999,heads=1)")]
    [InlineData("hidden_dim", 65536)]
    public void Settings_of_a_model_larger_than_its_checkpoint_are_refused_before_memory_is_allocated(string setting, object value)
    {
        string path = GoldenFiles.Path("peer", "end", "last.ckpt");

        InputException refusal =
            Assert.Throws<InputException>(() => TrainedModel.Open(path, new JsonObject { [setting] = JsonValue.Create(value) }));

        Assert.Matches($"^{path}: describes a model of at least [0-9,]+ parameters", refusal.Message);
    }

    [Fact]
    public void Position_embeddings_of_an_impossible_grid_are_refused_before_memory_is_allocated()
    {
        using Tensor positions = zeros(1).expand(1, 1 + 30_000L * 30_000, 4);

        Assert.Contains("more than any image has", PositionEmbedding.Problem(positions.shape, 4), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_with_too_few_dimensions_are_named()
    {
        string path = Weights(zeros(4));

        Assert.Contains("backbone.cls_token has the shape [4]", Assert.Throws<InputException>(() => TrainedModel.Open(path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, 9_000, 1, 100, true)]
    [InlineData(10_000, 10_000, 3, 10, true)]
    [InlineData(5000, 4000, 3, 10, false)]
    public void A_JPEG_whose_many_scans_take_minutes_or_gigabytes_is_refused(int width, int height, int components, int scans, bool tooMuch)
    {
        string path = scratch.File("1.jpg", ProgressiveJpeg.Bytes(width, height, components, scans));

        (FrameFile? frame, string? problem) = JpegProbe.Read(path, Modality.Full, 0);

        Assert.Equal(tooMuch, frame is null);
        if (!tooMuch) return;
        Assert.Contains("scans takes too much time and memory", problem, StringComparison.Ordinal);
        Assert.Equal(problem, Assert.Throws<InputException>(() => FrameDecoder.Decode(path, Modality.Full, 0)).Message);
    }

    public void Dispose()
    {
        scope.Dispose();
        scratch.Dispose();
    }

    private string File(string name, string text) => scratch.File(name, Encoding.UTF8.GetBytes(text));

    private string Tensors(string entries)
    {
        byte[] header = Encoding.UTF8.GetBytes($"{{{entries.Trim()}}}");
        return scratch.File($"{Guid.NewGuid():n}.safetensors", [.. BitConverter.GetBytes((long)header.Length), .. header]);
    }

    [Fact]
    public void An_exam_with_an_impossible_folder_name_is_refused()
    {
        string split = scratch.File("split.json", """{"train": [["a\u0000b/1.jpg", 0]]}"""u8.ToArray());

        InputException refusal = Assert.Throws<InputException>(() => Core.Data.Exams.ExamListing.Read(split, scratch.Path, 2));

        Assert.Contains("the path has a NUL character", Assert.Single(refusal.Problems), StringComparison.Ordinal);
    }

    private string Pickle(byte[] program)
    {
        string path = scratch.File($"{Guid.NewGuid():n}.ckpt");
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using Stream stream = zip.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open();
        stream.Write([0x80, 2, .. program]);
        return path;
    }

    private string Weights(Tensor clsToken)
    {
        string path = scratch.File("best.ckpt");
        using Checkpoint checkpoint = new()
        {
            Epoch = 0,
            GlobalStep = 0,
            StateDict = new OrderedDictionary<string, Tensor>
            {
                ["backbone.cls_token"] = clsToken, ["backbone.patch_embed.proj.weight"] = zeros(4, 3, 2, 2),
                ["backbone.pos_embed"] = zeros(1, 5, 4),
                ["gru.weight_hh_l0"] = zeros(6, 2), ["classifier.weight"] = zeros(2, 2),
            },
            Normalizer = ChannelStatistics.Grey(0.5, 0.5),
        };
        checkpoint.Write(path);
        return path;
    }
}
