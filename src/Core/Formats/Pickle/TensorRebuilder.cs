using static TorchSharp.torch;

namespace Angioboard.Core.Formats.Pickle;

/// <summary>
/// Makes tensors from the arguments of torch._utils' rebuild functions: views of shared storages, so that a file takes no more memory than
/// its storages. Tensors belong to the dispose scope of the reading.
/// </summary>
internal sealed class TensorRebuilder(ITensorStorages storages, PickleCursor cursor)
{
    private const int MaxTensors = 1 << 18;
    private const int MaxDimensions = 64;

    /// <summary>Maximum elements of an expanded tensor (stride 0) beyond those stored.</summary>
    private const long MaxExpanded = 1 << 24;

    private int count;

    /// <summary>A tensor, or null if <paramref name="name"/> is not such a function or rebuilds something unused here.</summary>
    public Tensor? Rebuild(string name, object?[] arguments) => (name, arguments) switch
    {
        ("torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2",
            [InertObject storage, long offset, object?[] sizes, object?[] strides, ..]) =>
            Signed(View(storage, TypeOf(storage), offset, sizes, strides), arguments),
        ("torch._utils._rebuild_tensor_v3",
            [InertObject storage, long offset, object?[] sizes, object?[] strides, _, _, InertName dtype, ..]) =>
            Signed(View(storage, ElementType.All.FirstOrDefault(type => $"torch.{type.DType}" == dtype.Name), offset, sizes, strides),
                arguments),
        ("torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state" or "torch.nn.parameter.Parameter",
            [Tensor tensor, ..]) => tensor,
        ("torch._tensor._rebuild_from_type_v2", [InertName function, _, object?[] inner, ..]) when function.Name != name =>
            Rebuild(function.Name, inner),
        _ => null,
    };

    // A negated view is marked in its metadata, the last argument.
    private static Tensor? Signed(Tensor? view, object?[] arguments) =>
        arguments is [.., PickleDictionary metadata] && metadata.GetValueOrDefault("neg") is true ? view?.neg() : view;

    private static ElementType? TypeOf(InertObject storage) =>
        storage.Arguments is [_, InertName type, ..] ? ElementType.All.FirstOrDefault(known => Holds(type, known)) : null;

    /// <summary>Storages without a type are counted in bytes.</summary>
    private static bool Holds(InertName storage, ElementType type) =>
        storage.Name == $"torch.{type.Storage}" || (IsUntyped(storage) && type.DType == "uint8");

    private static bool IsUntyped(InertName storage) => storage.Name is "torch.storage.UntypedStorage" or "torch.UntypedStorage";

    private Tensor? View(InertObject storage, ElementType? type, long offset, object?[] sizes, object?[] strides)
    {
        if (type is null || storage.Type != PickleConstructor.PersistentId
            || storage.Arguments is not ["storage", InertName stored, string key, _, long stated, ..])
            return null;
        long[] shape = Integers(sizes), steps = Integers(strides);
        long elements = IsUntyped(stored) ? stated / type.Bytes : stated;
        if (!Fits(elements, offset, shape, steps))
            throw cursor.Damaged($"describes a tensor of shape [{string.Join(", ", shape)}] that its storage {key} does not hold");
        if (++count > MaxTensors) throw cursor.Damaged($"has more than {MaxTensors} tensors");

        return storages.Load(key, type, elements).as_strided(shape, steps, offset);
    }

    private long[] Integers(object?[] values)
    {
        if (values.Length > MaxDimensions || values.Any(value => value is not long and not bool))
            throw cursor.Damaged("has a tensor whose sizes are not whole numbers");
        return [.. values.Select(value => value is true ? 1 : value is long number ? number : 0)];
    }

    private static bool Fits(long elements, long offset, long[] shape, long[] steps)
    {
        if (elements < 0 || offset < 0 || shape.Length != steps.Length) return false;
        if (shape.Any(size => size < 0) || steps.Any(step => step < 0)) return false;
        if (shape.Contains(0)) return offset <= elements && shape.All(size => size <= MaxExpanded);

        UInt128 last = (UInt128)offset, product = 1;
        foreach ((long size, long step) in shape.Zip(steps))
        {
            last += (UInt128)(size - 1) * (UInt128)step;
            product *= (UInt128)size;
            if (last >= (UInt128)elements || product > (UInt128)(elements + MaxExpanded)) return false;
        }
        return last < (UInt128)elements;
    }
}
