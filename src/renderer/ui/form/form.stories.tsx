import type { Meta, StoryObj } from '@storybook/react-vite';
import { z } from 'zod';
import { toast } from '../toast-queue.ts';
import { FormCheckbox, FormNumber, FormPassword, FormSelect, FormText } from './form-fields.tsx';
import { Form, FormRow } from './form.tsx';
import { useEditForm } from './use-edit-form.ts';

const machineSchema = z.object({
  name: z.string().trim().min(1).max(80),
  code: z.string().regex(/^[A-Z0-9-]+$/),
  timeoutMinutes: z.int().min(1).max(480).nullable(),
  area: z.enum(['press', 'weld']),
  pin: z.string(),
  active: z.boolean(),
});
type MachineInput = z.input<typeof machineSchema>;

const defaults: MachineInput = {
  name: '',
  code: 'PR-3',
  timeoutMinutes: 15,
  area: 'press',
  pin: '',
  active: true,
};

async function save({ code }: MachineInput): Promise<void> {
  if (code === 'TAKEN')
    throw Object.assign(new Error('That value is already in use.'), {
      code: 'DUPLICATE',
      data: { field: 'code' },
    });
  if (code === 'BROKEN')
    throw Object.assign(new Error('Something went wrong.'), { data: { incident: 'INC-1' } });
  toast({ tone: 'success', title: 'Saved' });
}

const areas = [
  { value: 'press', label: 'Press shop' },
  { value: 'weld', label: '용접 라인' },
];

function MachineForm() {
  const edit = useEditForm({
    schema: machineSchema,
    defaults,
    save,
    draftKey: 'story.machine',
    secret: ['pin'],
  });
  return (
    <div style={{ maxWidth: 560 }}>
      <Form edit={edit} submitLabel="Save" onCancel={() => undefined}>
        <FormText<MachineInput> name="name" label="Name" isRequired />
        <FormRow>
          <FormText<MachineInput> name="code" label="Code" description="TAKEN and BROKEN fail." />
          <FormNumber<MachineInput> name="timeoutMinutes" label="Time-out" unit="min" />
        </FormRow>
        <FormSelect<MachineInput> name="area" label="Area" options={areas} />
        <FormPassword<MachineInput> name="pin" label="PIN" autoComplete="off" />
        <FormCheckbox<MachineInput> name="active">In service</FormCheckbox>
      </Form>
    </div>
  );
}

const meta: Meta = { title: 'Form' };
export default meta;

export const Machine: StoryObj = { render: () => <MachineForm /> };

export const Refused: StoryObj = {
  render: () => <MachineForm />,
  play: async ({ canvas, userEvent }) =>
    userEvent.click(canvas.getByRole('button', { name: 'Save' })),
};
