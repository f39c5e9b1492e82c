using System.Text;
using Angioboard.Faults.Fuzz.Mutations;

namespace Angioboard.Faults.Fuzz;

/// <summary>Files that are expensive to read: small for what they claim, or for what they expand to.</summary>
internal static class FuzzBombs
{
    private const int Million = 1_000_000;

    public static IReadOnlyList<(string Reader, string What, Func<FuzzFolder, byte[]> Make)> All { get; } =
    [
        ("frame", "100 refinement scans over 100 megapixels", _ => ProgressiveJpeg.Bytes(10_000, 10_000, 1, 100)),
        ("frame", "90 scans over 100 megapixels of three components", _ => ProgressiveJpeg.Bytes(10_000, 10_000, 3, 90)),
        ("frame", "10 scans over 100 megapixels of four components", _ => ProgressiveJpeg.Bytes(10_000, 10_000, 4, 10)),
        ("frame", "99 scans over 20 megapixels", _ => ProgressiveJpeg.Bytes(5000, 4000, 1, 99)),
        ("frame", "30,000 scans", _ => ProgressiveJpeg.Bytes(64, 64, 1, 30_000)),
        ("frame", "65535 × 65535", _ => ProgressiveJpeg.Bytes(65_500, 65_500, 1, 0)[..5000]),

        ("split", "a million entries of the wrong shape", Text(() => $$"""{"train": [{{Many("[1]", Million)}}]}""")),
        ("split", "a million splits", Text(() => $"{{{Numbered(i => $"\"{i}\":[]", Million)}}}")),
        ("split", "100,000 exams that are not there", Text(() => $$"""{"train": [{{Numbered(i => $"[\"a{i}/1.jpg\",0]", 100_000)}}]}""")),
        ("split", "labels of a megabyte", Text(() => $$"""{"train": [["a/1.jpg", {{new string('1', Million)}}]]}""")),
        ("split", "one exam with a million labels",
            Text(() => $$"""{"train": [{{Numbered(i => $"[\"a/{i}.jpg\",{i % 5}]", Million)}}]}""")),
        ("split", "a million levels", Text(() => new string('[', Million))),
        ("split", "a name of a megabyte", Text(() => $$"""{"train": [["{{new string('a', Million)}}/1.jpg", 0]]}""")),
        ("patients", "a line of 10 megabytes", Text(() => "exam,patient\n" + new string('a', 10 * Million) + ",1\n")),
        ("patients", "a million bad lines", Text(() => "exam,patient\n" + string.Concat(Enumerable.Repeat("a,\n", Million)))),

        ("predictions", "a million bad rows", Text(() => $$"""{"train": [{{Many("[1]", Million)}}]}""")),
        ("predictions", "200,000 splits", Text(() => $"{{{Numbered(i => $"\"{i}\":[]", 200_000)}}}")),
        ("predictions", "a row of a million", Text(() => $$"""{"train": [["a", 0, [{{Many("0.000001", Million)}}]]]}""")),
        ("predictions", "a probability of a megabyte", Text(() => $$"""{"train": [["a", 0, [-{{new string('1', Million)}}, 1]]]}""")),
        ("evaluation", "a million levels", Text(() => string.Concat(Enumerable.Repeat("{\"splits\":", Million)))),
        ("settings", "a million unknown settings", Text(() => $"{{{Numbered(i => $"\"s{i}\":1", Million)}}}")),
        ("settings", "a value of 10 megabytes", Text(() => $$"""{"epochs": "{{new string('a', 10 * Million)}}"}""")),
        ("settings", "a list of a million names", Text(() => $$"""{"class_names": [{{Numbered(i => $"\"c{i}\"", Million)}}]}""")),
        ("settings", "a model of 10 terabytes", Text(() => """{"backbone": "vit(img=99999,patch=1,dim=99999,depth=99999,heads=1)"}""")),
        ("metrics", "a line of 30 megabytes", Text(() => $"{{\"type\":\"epoch\",\"time\":\"{new string('a', 30 * Million)}\"}}\n")),
        ("metrics", "60,000 epochs",
            Text(() => string.Concat(Enumerable.Range(0, 60_000)
                .Select(i => $"{{\"seq\":{i},\"time\":\"2026-01-01\",\"type\":\"epoch\",\"epoch\":{i},\"val_loss\":1}}\n")))),

        ("safetensors", "a million empty tensors", _ => Safetensors(
            $"{{{Numbered(i => $"\"{i}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", Million)}}}")),
        ("safetensors", "an empty tensor of endless shape", _ => Safetensors(
            """{"a":{"dtype":"F32","shape":[4611686018427387904,0,4611686018427387904],"data_offsets":[0,0]}}""")),
        ("safetensors", "settings nested without end", _ => Safetensors(
            $$"""{"__metadata__":{"hyper_parameters":"{{new string('[',
                Million)}}"}, "a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]} }""", 0)),
        .. PickleBombs.All,
    ];

    private static Func<FuzzFolder, byte[]> Text(Func<string> text) => _ => Encoding.UTF8.GetBytes(text());

    private static byte[] Safetensors(string header, params byte[] data) => SafetensorsMutations.Of(Encoding.UTF8.GetBytes(header), data);

    private static string Many(string entry, int count) => string.Join(',', Enumerable.Repeat(entry, count));

    private static string Numbered(Func<int, string> entry, int count) => string.Join(',', Enumerable.Range(0, count).Select(entry));
}
